using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>A signed event arrived, whatever it means to us: for the archive.</summary>
/// <remarks>Part of <see cref="StripeEventsReceived"/>. An event that comes again may have another <see cref="Outcome"/>, after a new
/// version of the ingress.</remarks>
public sealed record StripeEventReceived
{
    /// <summary>Stripe's event id, <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's event type.</summary>
    public required string Type { get; init; }

    /// <summary>The API version that the body is written in; absent where Stripe names none.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The id of the object that the event is about; absent where it has none.</summary>
    public string? ObjectId { get; init; }

    /// <summary>True for an event of live mode.</summary>
    public required bool IsLive { get; init; }

    /// <summary>One of <see cref="StripeEventOutcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What is wrong with it, for people; only when <see cref="StripeEventOutcome.Malformed"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>The body as it was signed, at most 512 KiB; in Base64 on the bus. Holds personal data: never for a log.</summary>
    [JsonConverter(typeof(Utf8InBase64))]
    public required string Body { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
