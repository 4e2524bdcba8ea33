namespace Contracts;

/// <summary>An attempt to pay for a credit pack failed: Stripe's <c>payment_intent.payment_failed</c> with our metadata.</summary>
/// <remarks>The payment may still succeed later: a PaymentIntent can be tried again with another card.</remarks>
public sealed record PaymentFailed
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>Who tried to pay. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>Our purchase, when the payment was started by Billing.</summary>
    public Guid? PurchaseId { get; init; }

    /// <summary>Stripe's decline code, else its error code: <c>insufficient_funds</c>, <c>expired_card</c> …</summary>
    public string? FailureCode { get; init; }

    /// <summary>Stripe's sentence for the customer.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
