using Credits.Ledger;

namespace Credits.Renewal;

/// <summary>Moves unused monthly credits into a lot of their own that lives for one more period.</summary>
internal static class Rollover
{
    /// <summary>Moves credits out of a lot, or brings back those that expired before the renewal was heard of.</summary>
    /// <param name="book">The account.</param>
    /// <param name="lot">The monthly lot.</param>
    /// <param name="amount">How many of its free or expired credits move; the free ones first.</param>
    /// <param name="order">Where to.</param>
    /// <returns>The new lot.</returns>
    public static Lot Move(AccountBook book, Lot lot, long amount, RolloverOrder order)
    {
        var taken = Math.Min(amount, lot.Free);
        if (taken > 0)
        {
            book.Book(new Entry(TransactionType.Rollover, [new GrantPart(lot.Id, -taken)])
            {
                Description = "Monthly credits rolled over",
                IdempotencyKey = $"out:{order.Source}",
            });
        }
        return book.Grant(new NewGrant(Bucket.Rollover, TransactionType.Rollover, amount, order.Source, "Rollover of unused monthly credits")
        {
            ExpiresAt = order.ExpiresAt,
        });
    }
}

/// <summary>A rollover lot to make.</summary>
/// <param name="Source">Its natural key.</param>
/// <param name="ExpiresAt">One period after the renewal.</param>
internal sealed record RolloverOrder(string Source, DateTimeOffset ExpiresAt);
