using Contracts;

namespace Credits.Ledger;

/// <summary>Credits to give.</summary>
/// <param name="Source">The natural key: granted once.</param>
internal sealed record NewGrant(
    string UserId, string Bucket, string Type, long Amount, string Source, string Description, Guid? PurchaseId, string? PaymentIntentId)
{
    public static NewGrant ForSignup(string userId, long amount) =>
        new(userId, Ledger.Bucket.Bonus, TransactionType.Signup, amount, $"signup:{userId}", "Welcome bonus", null, null);

    public static NewGrant ForPurchase(PaymentSucceeded payment) =>
        new(payment.UserId, Ledger.Bucket.Purchased, TransactionType.Purchase, payment.Credits, $"purchase:{payment.PaymentIntentId}",
            "Credit pack", payment.PurchaseId, payment.PaymentIntentId);
}

/// <summary>Credits to take.</summary>
/// <param name="IdempotencyKey">The request's claim: a repeat finds the first one's transaction.</param>
internal sealed record Spend(
    string UserId, long Amount, string? SessionId, string? Description, string? Metadata, string? IdempotencyKey);

/// <summary>How a spend ended.</summary>
internal abstract record SpendOutcome
{
    private SpendOutcome()
    {
    }

    public sealed record Spent(Guid TransactionId, long Amount, long BalanceAfter) : SpendOutcome;

    public sealed record Insufficient(long Available) : SpendOutcome;
}
