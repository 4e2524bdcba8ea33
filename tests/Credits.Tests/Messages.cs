using Contracts;

namespace Credits.Tests;

/// <summary>What Stripe's events become, as WebhookIngress would publish it. Each call is an event of its own.</summary>
internal static class Messages
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static SubscriptionActivated Activated(string user, string subscription, DateTimeOffset start, DateTimeOffset end) => new()
    {
        EventId = NewEvent(), SubscriptionId = subscription, UserId = user, PeriodStart = start, PeriodEnd = end, OccurredAt = Moment,
    };

    public static SubscriptionRenewed Renewed(string user, string subscription, DateTimeOffset start, DateTimeOffset end) => new()
    {
        EventId = NewEvent(), SubscriptionId = subscription, UserId = user, PeriodStart = start, PeriodEnd = end, OccurredAt = Moment,
    };

    public static SubscriptionEnded Ended(string user, string subscription, DateTimeOffset at) => new()
    {
        EventId = NewEvent(), SubscriptionId = subscription, UserId = user, EndedAt = at, OccurredAt = Moment,
    };

    public static SubscriptionPastDue PastDue(string user, string subscription, DateTimeOffset start) => new()
    {
        EventId = NewEvent(), SubscriptionId = subscription, UserId = user, PeriodStart = start, OccurredAt = Moment,
    };

    public static SubscriptionRecovered Recovered(string user, string subscription, DateTimeOffset start) => new()
    {
        EventId = NewEvent(), SubscriptionId = subscription, UserId = user, PeriodStart = start, OccurredAt = Moment,
    };

    public static ChargeRefunded Refunded(string payment, long refundedCents, long? beforeCents = null, long amountCents = 1_000) => new()
    {
        EventId = NewEvent(), ChargeId = $"ch_{payment}", PaymentIntentId = payment, AmountCents = amountCents,
        AmountRefundedCents = refundedCents, PreviousAmountRefundedCents = beforeCents, Currency = "usd", OccurredAt = Moment,
    };

    public static RefundFailed RefundFailed(string payment, long cents) => new()
    {
        EventId = NewEvent(), RefundId = $"re_{Guid.CreateVersion7():n}", PaymentIntentId = payment, AmountCents = cents, Currency = "usd",
        OccurredAt = Moment,
    };

    public static DisputeOpened Disputed(string payment, long cents = 1_000) => new()
    {
        EventId = NewEvent(), DisputeId = $"dp_{payment}", PaymentIntentId = payment, AmountCents = cents, Currency = "usd", OccurredAt = Moment,
    };

    public static DisputeClosed DisputeClosed(string payment, string outcome, long cents = 1_000) => new()
    {
        EventId = NewEvent(), DisputeId = $"dp_{payment}", PaymentIntentId = payment, AmountCents = cents, Currency = "usd", Outcome = outcome,
        OccurredAt = Moment,
    };

    public static DisputeFundsReinstated Reinstated(string payment, long cents = 1_000) => new()
    {
        EventId = NewEvent(), DisputeId = $"dp_{payment}", PaymentIntentId = payment, AmountCents = cents, Currency = "usd", OccurredAt = Moment,
    };

    public static EarlyFraudWarningReceived FraudWarning(string payment) => new()
    {
        EventId = NewEvent(), WarningId = $"issfr_{payment}", PaymentIntentId = payment, ChargeId = $"ch_{payment}", OccurredAt = Moment,
    };

    private static string NewEvent() => $"evt_{Guid.CreateVersion7():n}";
}
