namespace Contracts;

/// <summary>The first period of a subscription has begun.</summary>
/// <remarks>
/// Published by WebhookIngress, at least once and in no order; consumed by Credits. Two proofs of one period, the subscription and its paid
/// invoice, name the same <see cref="PeriodStart"/>.
/// </remarks>
public sealed record SubscriptionActivated
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's subscription id, <c>sub_…</c>.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Whose subscription, as its metadata says. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>When the period began (UTC): with the subscription the natural key of its grant.</summary>
    public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>When the period ends (UTC).</summary>
    public required DateTimeOffset PeriodEnd { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
