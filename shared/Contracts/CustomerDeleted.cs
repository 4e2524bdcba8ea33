namespace Contracts;

/// <summary>A customer of ours was deleted at Stripe and can't be charged any more.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Billing.</remarks>
public sealed record CustomerDeleted
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's customer id, <c>cus_…</c>. Also the partition key.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Whose customer, as its metadata says; absent for an organization's.</summary>
    public string? UserId { get; init; }

    /// <summary>Which organization's customer, as its metadata says; absent for a user's.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
