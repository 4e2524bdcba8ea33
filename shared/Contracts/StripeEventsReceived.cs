namespace Contracts;

/// <summary>Signed events arrived at about the same time: for the archive.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Billing. The messages that the events became are
/// published beside it.</remarks>
public sealed record StripeEventsReceived
{
    /// <summary>At least one; together of at most 256 KiB, unless a single one is larger.</summary>
    public required IReadOnlyList<StripeEventReceived> Events { get; init; }
}
