using Contracts;

namespace Billing.Tests.Running;

/// <summary>What the other services would say of a purchase.</summary>
internal static class Messages
{
    // Whole seconds, as Stripe's are.
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static PaymentSucceeded Succeeded(this StartedPurchase purchase, string user, int second = 10) => new()
    {
        EventId = NewEventId(),
        PaymentIntentId = purchase.PaymentIntentId,
        UserId = user,
        PurchaseId = purchase.PurchaseId,
        Credits = purchase.Credits,
        AmountCents = purchase.Amount,
        Currency = purchase.Currency,
        OccurredAt = Start.AddSeconds(second),
    };

    public static PaymentFailed Failed(
        this StartedPurchase purchase, string user, string? code = "insufficient_funds", int second = 5) => new()
        {
            EventId = NewEventId(),
            PaymentIntentId = purchase.PaymentIntentId,
            UserId = user,
            PurchaseId = purchase.PurchaseId,
            FailureCode = code,
            OccurredAt = Start.AddSeconds(second),
        };

    public static CreditsGranted Granted(this StartedPurchase purchase, string user, long? credits = null) => new()
    {
        GrantId = Guid.CreateVersion7(),
        UserId = user,
        Source = $"purchase:{purchase.PaymentIntentId}",
        Bucket = "purchased",
        Credits = credits ?? purchase.Credits,
        BalanceAfter = credits ?? purchase.Credits,
        PaymentIntentId = purchase.PaymentIntentId,
        PurchaseId = purchase.PurchaseId,
        OccurredAt = Start.AddSeconds(12),
    };

    private static string NewEventId() => $"evt_{Guid.CreateVersion7():n}";
}
