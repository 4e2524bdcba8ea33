namespace Contracts;

/// <summary>A payment for a credit pack will never come: Stripe's <c>payment_intent.canceled</c> with our metadata.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Billing.</remarks>
public sealed record PaymentCanceled
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>Who pays, as the metadata says. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>Our purchase, when the payment was started by Billing.</summary>
    public Guid? PurchaseId { get; init; }

    /// <summary>Stripe's word for why: <c>abandoned</c>, <c>requested_by_customer</c>, <c>expired</c> …</summary>
    public string? Reason { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
