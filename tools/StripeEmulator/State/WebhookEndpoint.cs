using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A URL that wants to hear of events, with every secret that is valid at the moment.</summary>
internal sealed record WebhookEndpoint
{
    public required string Id { get; init; }
    public required Uri Url { get; init; }
    public required ImmutableArray<string> Secrets { get; init; }
    public required ImmutableArray<string> EnabledEvents { get; init; }

    public bool Wants(string eventType) => EnabledEvents.Contains("*") || EnabledEvents.Contains(eventType);
}
