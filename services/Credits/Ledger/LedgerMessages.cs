using Contracts;

namespace Credits.Ledger;

/// <summary>What the ledger tells others, from what it booked.</summary>
internal static class LedgerMessages
{
    public static CreditsGranted Granted(Grant grant, NewGrant order, LedgerTransaction transaction) => new()
    {
        GrantId = grant.Id,
        UserId = grant.UserId,
        Source = grant.Source,
        Bucket = grant.Bucket,
        Credits = grant.Amount,
        BalanceAfter = transaction.BalanceAfter,
        PaymentIntentId = order.PaymentIntentId,
        PurchaseId = order.PurchaseId,
        Sequence = transaction.Sequence,
        OccurredAt = transaction.CreatedAt,
    };

    public static SpendBooked Spent(LedgerTransaction transaction, Guid? holdId) => new()
    {
        UserId = transaction.UserId,
        TransactionId = transaction.Id,
        Sequence = transaction.Sequence,
        Credits = -transaction.Amount,
        BalanceAfter = transaction.BalanceAfter,
        HoldId = holdId,
        SessionId = transaction.SessionId,
        OccurredAt = transaction.CreatedAt,
    };

    public static CreditsExpired Expired(Lot lot, LedgerTransaction transaction) => new()
    {
        UserId = transaction.UserId,
        GrantId = lot.Id,
        Bucket = lot.Bucket,
        Credits = -transaction.Amount,
        BalanceAfter = transaction.BalanceAfter,
        Sequence = transaction.Sequence,
        OccurredAt = transaction.CreatedAt,
    };

    public static object Alert(string level, string userId, long available, long threshold, DateTimeOffset now) => level switch
    {
        AlertLevel.Exhausted => new BalanceExhausted { UserId = userId, OccurredAt = now },
        AlertLevel.Low => new BalanceLow
        {
            UserId = userId,
            AvailableCredits = available,
            ThresholdCredits = threshold,
            OccurredAt = now,
        },
        _ => new BalanceRecovered
        {
            UserId = userId,
            AvailableCredits = available,
            ThresholdCredits = threshold,
            OccurredAt = now,
        },
    };
}
