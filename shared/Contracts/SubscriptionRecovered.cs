namespace Contracts;

/// <summary>A period is paid: from then on it can't be past due, and if it was it is no longer.</summary>
/// <remarks>
/// Published by WebhookIngress, at least once and in no order; consumed by Credits. Said of every paid period, since the invoice does not
/// tell whether an earlier attempt failed, and of a subscription that is active again.
/// </remarks>
public sealed record SubscriptionRecovered
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's subscription id, <c>sub_…</c>.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Whose subscription, as its metadata says. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>When the period began (UTC).</summary>
    public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
