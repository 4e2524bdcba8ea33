using Credits.Ledger;

namespace Credits.Balance;

/// <summary>Whole credits. The breakdown sums to the balance; available is what can be spent now.</summary>
/// <param name="Held">Set aside by open holds.</param>
/// <param name="Frozen">Not to be spent until a dispute is decided or a period paid.</param>
/// <param name="Available">Balance less held and frozen.</param>
/// <param name="Debt">Refunded credits that were already spent, where the service lets the next purchase repay them.</param>
internal sealed record BalanceResponse(
    long Balance, MonthlyBalance Monthly, RolloverBalance Rollover, long Purchased, long Bonus, long Held, long Frozen, long Available,
    long Debt, BalanceBreakdown Breakdown)
{
    /// <param name="lots">As they were at the moment: what remains, what is held, what is frozen.</param>
    /// <param name="now">The moment: what has expired by then counts no more, swept or not.</param>
    /// <param name="debt">What is owed at the moment.</param>
    public static BalanceResponse Of(IReadOnlyCollection<Lot> lots, DateTimeOffset now, long debt)
    {
        var breakdown = new BalanceBreakdown(
            LiveIn(lots, Bucket.Monthly, now), LiveIn(lots, Bucket.Rollover, now),
            LiveIn(lots, Bucket.Purchased, now), LiveIn(lots, Bucket.Bonus, now));
        var balance = breakdown.Monthly + breakdown.Rollover + breakdown.Purchased + breakdown.Bonus;
        var held = lots.Sum(lot => lot.Held);
        var frozen = lots.Where(lot => lot.IsFrozen).Sum(lot => lot.Live(now) - lot.Held);
        var monthly = lots.Where(lot => lot.Bucket == Bucket.Monthly && !lot.HasExpired(now)).ToList();
        var allocated = monthly.Sum(lot => lot.Amount);
        return new BalanceResponse(
            balance,
            new MonthlyBalance(allocated, allocated - monthly.Sum(lot => lot.Remaining), breakdown.Monthly, monthly.Min(lot => lot.ExpiresAt)),
            new RolloverBalance(breakdown.Rollover, SoonestExpiry(lots, Bucket.Rollover, now)),
            breakdown.Purchased, breakdown.Bonus, held, frozen, balance - held - frozen, debt, breakdown);
    }

    private static long LiveIn(IEnumerable<Lot> lots, string bucket, DateTimeOffset now) =>
        lots.Where(lot => lot.Bucket == bucket).Sum(lot => lot.Live(now));

    private static DateTimeOffset? SoonestExpiry(IEnumerable<Lot> lots, string bucket, DateTimeOffset now) =>
        lots.Where(lot => lot.Bucket == bucket && lot.Live(now) > 0).Min(lot => lot.ExpiresAt);
}

/// <param name="Allocated">What the current period brought.</param>
/// <param name="ResetAt">When the period ends.</param>
internal sealed record MonthlyBalance(long Allocated, long Used, long Remaining, DateTimeOffset? ResetAt);

internal sealed record RolloverBalance(long Amount, DateTimeOffset? ExpiresAt);

internal sealed record BalanceBreakdown(long Monthly, long Rollover, long Purchased, long Bonus);
