namespace Contracts;

/// <summary>Money of a charge went back, all of it or a part: Stripe's <c>charge.refunded</c>.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Credits and Billing.</remarks>
public sealed record ChargeRefunded
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's charge id, <c>ch_…</c>.</summary>
    public required string ChargeId { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>. Also the partition key: Stripe names no user of ours here.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>The whole charge, in minor units of <see cref="Currency"/>.</summary>
    public required long AmountCents { get; init; }

    /// <summary>The sum of all refunds of the charge so far, this one included: absolute, never a difference.</summary>
    public required long AmountRefundedCents { get; init; }

    /// <summary>The sum before this refund, where Stripe said so (<c>previous_attributes</c>).</summary>
    public long? PreviousAmountRefundedCents { get; init; }

    /// <summary>ISO 4217 in lower case, as Stripe writes it.</summary>
    public required string Currency { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
