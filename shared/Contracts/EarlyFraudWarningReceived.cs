namespace Contracts;

/// <summary>The card's issuer suspects fraud: Stripe's <c>radar.early_fraud_warning.created</c>.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Credits.</remarks>
public sealed record EarlyFraudWarningReceived
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's id of the warning, <c>issfr_…</c>.</summary>
    public required string WarningId { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>. Also the partition key: Stripe names no user of ours here.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>Stripe's charge id, <c>ch_…</c>.</summary>
    public required string ChargeId { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
