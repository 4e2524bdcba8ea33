namespace Contracts;

/// <summary>A period is not paid: its invoice could not be collected, or the subscription is past due, unpaid or paused in it.</summary>
/// <remarks>
/// Published by WebhookIngress, at least once and in no order; consumed by Credits. Outweighed by <see cref="SubscriptionRecovered"/> of
/// the same period, whichever comes first.
/// </remarks>
public sealed record SubscriptionPastDue
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's subscription id, <c>sub_…</c>.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Whose subscription, as its metadata says. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>When the unpaid period began (UTC).</summary>
    public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
