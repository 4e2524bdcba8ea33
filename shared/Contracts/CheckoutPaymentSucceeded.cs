namespace Contracts;

/// <summary>The money of a completed Checkout came later: Stripe's <c>checkout.session.async_payment_succeeded</c> with our metadata.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Billing.</remarks>
public sealed record CheckoutPaymentSucceeded
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's session id, <c>cs_…</c>. Also the partition key.</summary>
    public required string SessionId { get; init; }

    /// <summary>What the session is for: Stripe's <c>payment</c>, <c>subscription</c> or <c>setup</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Stripe's <c>paid</c>, <c>unpaid</c> or <c>no_payment_required</c>.</summary>
    public required string PaymentStatus { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>; absent for a subscription, and while there is none.</summary>
    public string? PaymentIntentId { get; init; }

    /// <summary>Stripe's subscription id, <c>sub_…</c>; absent for a payment, and while there is none.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Stripe's customer id, <c>cus_…</c>.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The session's metadata as Billing wrote it, <c>type</c> included.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
