using System.Collections.Immutable;
using StripeEmulator.Api.Requests;

namespace StripeEmulator.State;

/// <summary>Something that happened, with the resource as it was at that moment and, for a change, as it was before.</summary>
internal sealed record Event : StripeResource
{
    public override string ObjectName => ObjectNames.Event;

    public required string Type { get; init; }
    public required StripeResource Subject { get; init; }
    public StripeResource? Before { get; init; }
    public required ApiVersion Version { get; init; }
    public required EventCause Cause { get; init; }

    /// <summary>When it happened by the account's clock, if it is dated by a test clock; what is old is by the account's.</summary>
    public long? KeptSince { get; init; }

    /// <summary>The endpoints that have not answered with 2xx yet; their number is Stripe's pending_webhooks.</summary>
    public ImmutableArray<string> UndeliveredTo { get; init; } = [];
}

/// <summary>The API request that made an event happen; both null when Stripe itself did.</summary>
internal sealed record EventCause(string? RequestId, string? IdempotencyKey)
{
    public static readonly EventCause Stripe = new(null, null);
}
