namespace Contracts;

/// <summary>A customer of ours was changed at Stripe: look at Stripe. Carries no personal data.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order, for others to act on: no service keeps personal data of Stripe's.</remarks>
public sealed record CustomerChanged
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
