using System.Security.Claims;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Credits.Balance;

/// <summary>GET /credits: the caller's balance, bucket by bucket. The first call opens the account.</summary>
internal static class GetBalance
{
    public static void MapGetBalance(this RouteGroupBuilder group) =>
        group.MapGet("", HandleAsync)
            .WithName(nameof(GetBalance))
            .WithSummary("The caller's balance; the first call opens the account with the signup bonus");

    private static async Task<Ok<BalanceResponse>> HandleAsync(
        ClaimsPrincipal caller, CreditsDbContext database, LedgerWriter ledger, TimeProvider time, CancellationToken cancellationToken)
    {
        var userId = caller.UserId();
        if (!await database.Accounts.AnyAsync(account => account.UserId == userId, cancellationToken))
        {
            await ledger.OpenAsync(userId, cancellationToken);
        }
        var now = time.GetUtcNow();
        // What has expired no longer counts, swept or not; monthly grants are read whole, to tell what was used of them.
        var grants = await database.Grants.AsNoTracking()
            .Where(grant => grant.UserId == userId
                && (grant.Remaining > 0 || grant.Bucket == Bucket.Monthly)
                && (grant.ExpiresAt == null || grant.ExpiresAt > now))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(BalanceResponse.Of(grants));
    }
}

/// <summary>Whole credits. The breakdown sums to the balance; available is what can be spent now.</summary>
internal sealed record BalanceResponse(
    long Balance, MonthlyBalance Monthly, RolloverBalance Rollover, long Purchased, long Bonus, long Held, long Frozen, long Available,
    BalanceBreakdown Breakdown)
{
    public static BalanceResponse Of(IReadOnlyCollection<Grant> grants)
    {
        var breakdown = new BalanceBreakdown(
            RemainingIn(grants, Bucket.Monthly), RemainingIn(grants, Bucket.Rollover),
            RemainingIn(grants, Bucket.Purchased), RemainingIn(grants, Bucket.Bonus));
        var balance = breakdown.Monthly + breakdown.Rollover + breakdown.Purchased + breakdown.Bonus;
        var allocated = grants.Where(grant => grant.Bucket == Bucket.Monthly).Sum(grant => grant.Amount);
        return new BalanceResponse(
            balance,
            new MonthlyBalance(allocated, allocated - breakdown.Monthly, breakdown.Monthly, SoonestExpiry(grants, Bucket.Monthly)),
            new RolloverBalance(breakdown.Rollover, SoonestExpiry(grants, Bucket.Rollover)),
            breakdown.Purchased, breakdown.Bonus, Held: 0, Frozen: 0, Available: balance, breakdown);
    }

    private static long RemainingIn(IEnumerable<Grant> grants, string bucket) =>
        grants.Where(grant => grant.Bucket == bucket).Sum(grant => grant.Remaining);

    private static DateTimeOffset? SoonestExpiry(IEnumerable<Grant> grants, string bucket) =>
        grants.Where(grant => grant.Bucket == bucket).Min(grant => grant.ExpiresAt);
}

internal sealed record MonthlyBalance(long Allocated, long Used, long Remaining, DateTimeOffset? ResetAt);

internal sealed record RolloverBalance(long Amount, DateTimeOffset? ExpiresAt);

internal sealed record BalanceBreakdown(long Monthly, long Rollover, long Purchased, long Bonus);
