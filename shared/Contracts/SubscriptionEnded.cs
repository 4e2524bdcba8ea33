namespace Contracts;

/// <summary>A subscription is over: canceled, or never paid for at all. It never comes back; whoever returns has a new one.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Credits.</remarks>
public sealed record SubscriptionEnded
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's subscription id, <c>sub_…</c>.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Whose subscription, as its metadata says. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
