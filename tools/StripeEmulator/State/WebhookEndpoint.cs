using System.Collections.Immutable;
using StripeEmulator.Api.Requests;

namespace StripeEmulator.State;

/// <summary>A URL that wants to hear of events, with the secrets that sign what it gets.</summary>
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

    /// <summary>Secrets that were rolled and still sign, for a while.</summary>
    public ImmutableArray<ExpiringSecret> OldSecrets { get; init; } = [];

    /// <summary>Every secret that signs at that time of the wall clock.</summary>
    public IEnumerable<string> SecretsAt(long wallSeconds) =>
        Secrets.Concat(OldSecrets.Where(old => old.ExpiresAt > wallSeconds).Select(old => old.Value));

    public bool Wants(string eventType) =>
        !IsDisabled && (EnabledEvents.Contains("*") || EnabledEvents.Contains(eventType));
}

/// <param name="ExpiresAt">In Unix seconds of the wall clock: signing has nothing to do with business time.</param>
internal sealed record ExpiringSecret(string Value, long ExpiresAt);
