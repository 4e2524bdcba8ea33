using System.Collections.Immutable;
using StripeEmulator.Api.Requests;

namespace StripeEmulator.State;

/// <summary>A URL that wants to hear of events, with every secret that is valid at the moment.</summary>
internal sealed record WebhookEndpoint : StripeResource
{
    public override string ObjectName => ObjectNames.WebhookEndpoint;

    public required Uri Url { get; init; }
    public required ImmutableArray<string> Secrets { get; init; }
    public required ImmutableArray<string> EnabledEvents { get; init; }

    /// <summary>The version it gets its events in; null means the account's.</summary>
    public ApiVersion? Version { get; init; }
    public string? Description { get; init; }
    public bool IsDisabled { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    /// <summary>Only in the answer to its creation.</summary>
    public bool ShowsSecret { get; init; }
    public bool IsDeleted { get; init; }

    public bool Wants(string eventType) =>
        !IsDisabled && (EnabledEvents.Contains("*") || EnabledEvents.Contains(eventType));
}
