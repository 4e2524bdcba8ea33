using Contracts;
using Messaging.Bundles;

namespace Billing.Tests.Running;

/// <summary>What the other services would say of a purchase.</summary>
internal static class Messages
{
    // Whole seconds, as Stripe's are.
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The message as it comes: grants come in bundles alone.</summary>
    public static object OnTheBroker(object message, Guid id) => message is CreditsGranted granted
        ? new Bundle<CreditsGranted> { Messages = [new BundledMessage<CreditsGranted> { MessageId = id, Message = granted }] }
        : message;

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

    public static PaymentProcessingStarted Processing(this StartedPurchase purchase, string user, int second = 3) => new()
    {
        EventId = NewEventId(),
        PaymentIntentId = purchase.PaymentIntentId,
        UserId = user,
        PurchaseId = purchase.PurchaseId,
        OccurredAt = Start.AddSeconds(second),
    };

    public static PaymentCanceled Canceled(this StartedPurchase purchase, string user) => new()
    {
        EventId = NewEventId(),
        PaymentIntentId = purchase.PaymentIntentId,
        UserId = user,
        PurchaseId = purchase.PurchaseId,
        Reason = "abandoned",
        OccurredAt = Start.AddSeconds(8),
    };

    /// <param name="total">Of all refunds so far.</param>
    public static ChargeRefunded Refunded(this StartedPurchase purchase, long total, long previous = 0) => new()
    {
        EventId = NewEventId(),
        ChargeId = $"ch_of_{purchase.PaymentIntentId}",
        PaymentIntentId = purchase.PaymentIntentId,
        AmountCents = purchase.Amount,
        AmountRefundedCents = total,
        PreviousAmountRefundedCents = previous,
        Currency = purchase.Currency,
        OccurredAt = Start.AddSeconds(20),
    };

    public static RefundFailed RefundFailed(this StartedPurchase purchase, long amount) => new()
    {
        EventId = NewEventId(),
        RefundId = $"re_of_{purchase.PaymentIntentId}",
        PaymentIntentId = purchase.PaymentIntentId,
        AmountCents = amount,
        Currency = purchase.Currency,
        OccurredAt = Start.AddSeconds(30),
    };

    public static DisputeOpened DisputeOpened(this StartedPurchase purchase) => new()
    {
        EventId = NewEventId(),
        DisputeId = $"dp_of_{purchase.PaymentIntentId}",
        PaymentIntentId = purchase.PaymentIntentId,
        AmountCents = purchase.Amount,
        Currency = purchase.Currency,
        OccurredAt = Start.AddSeconds(40),
    };

    public static DisputeClosed DisputeClosed(this StartedPurchase purchase, string outcome) => new()
    {
        EventId = NewEventId(),
        DisputeId = $"dp_of_{purchase.PaymentIntentId}",
        PaymentIntentId = purchase.PaymentIntentId,
        AmountCents = purchase.Amount,
        Currency = purchase.Currency,
        Outcome = outcome,
        OccurredAt = Start.AddSeconds(50),
    };

    public static DisputeFundsReinstated FundsReinstated(this StartedPurchase purchase) => new()
    {
        EventId = NewEventId(),
        DisputeId = $"dp_of_{purchase.PaymentIntentId}",
        PaymentIntentId = purchase.PaymentIntentId,
        AmountCents = purchase.Amount,
        Currency = purchase.Currency,
        OccurredAt = Start.AddSeconds(50),
    };

    /// <param name="target">What is to be taken back in all.</param>
    /// <param name="taken">What could be.</param>
    public static CreditsRefunded ClawedBack(this StartedPurchase purchase, string user, long target, long taken, int second = 25) => new()
    {
        UserId = user,
        PaymentIntentId = purchase.PaymentIntentId,
        PurchaseId = purchase.PurchaseId,
        Credits = taken,
        CreditsTakenTotal = taken,
        CreditsTargetTotal = target,
        ShortfallCredits = target - taken,
        IsDebt = false,
        BalanceAfter = 0,
        OccurredAt = Start.AddSeconds(second),
    };

    private static string NewEventId() => $"evt_{Guid.CreateVersion7():n}";
}
