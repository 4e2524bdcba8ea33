namespace Contracts;

/// <summary>Something about a subscription of ours changed, or about its invoices: look at Stripe.</summary>
/// <remarks>Published by WebhookIngress for every such event, at least once and in no order; consumed by Billing, which takes the state from Stripe
/// itself and so needs no order.</remarks>
public sealed record SubscriptionChanged
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's subscription id, <c>sub_…</c>. Also the partition key.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Stripe's customer id, <c>cus_…</c>; absent where Stripe names none.</summary>
    public string? CustomerId { get; init; }

    /// <summary>One of <see cref="SubscriptionKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose plan: always there for <see cref="SubscriptionKind.PrpmPlus"/>.</summary>
    public string? UserId { get; init; }

    /// <summary>Which organization's verification: always there for <see cref="SubscriptionKind.OrgVerification"/>.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
