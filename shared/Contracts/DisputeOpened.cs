namespace Contracts;

/// <summary>A customer disputes a payment: Stripe's <c>charge.dispute.created</c>, or <c>.funds_withdrawn</c> as a second proof.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Credits and Billing.</remarks>
public sealed record DisputeOpened
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's dispute id, <c>dp_…</c> or <c>du_…</c>.</summary>
    public required string DisputeId { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>. Also the partition key: Stripe names no user of ours here.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>The money disputed, in minor units of <see cref="Currency"/>.</summary>
    public required long AmountCents { get; init; }

    /// <summary>ISO 4217 in lower case, as Stripe writes it.</summary>
    public required string Currency { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
