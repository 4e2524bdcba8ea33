namespace StripeEmulator.Webhooks.Rules;

/// <summary>What shall become of deliveries that it is about, until it is removed or has met as many events as it was to.</summary>
internal sealed record DeliveryRule
{
    public const string Everything = "*";

    public string Id { get; init; } = "";
    public required DeliveryAction Action { get; init; }

    /// <summary>An event type; an asterisk at the end stands for any rest.</summary>
    public string Events { get; init; } = Everything;

    /// <summary>The id of an endpoint, or which Stripe CLI; an asterisk at the end stands for any rest.</summary>
    public string Endpoint { get; init; } = Everything;

    /// <summary>For how many events more; null is until it is removed.</summary>
    public int? EventsLeft { get; init; }

    /// <summary>How many deliveries in a hundred it takes, by the seed.</summary>
    public int Percent { get; init; } = 100;
    public long Seed { get; init; }

    /// <summary>How often a duplicated one is sent besides.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>How long a delayed one waits, and how long a reordered one at most.</summary>
    public int DelayMs { get; init; }

    /// <summary>How many reordered ones are gathered before they go out, the last one first.</summary>
    public int Window { get; init; } = 2;

    public bool IsAbout(string eventType) => Matches(Events, eventType);

    public bool IsFor(DeliveryTarget target) => Matches(Endpoint, target.Id);

    private static bool Matches(string pattern, string text) => pattern.EndsWith('*')
        ? text.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : text == pattern;
}

internal enum DeliveryAction
{
    /// <summary>Sent more than once.</summary>
    Duplicate,

    /// <summary>Sent later.</summary>
    Delay,

    /// <summary>Gathered with others and sent in the opposite order.</summary>
    Reorder,

    /// <summary>Not sent at all; the event stays undelivered.</summary>
    Drop,

    /// <summary>Kept until it is released.</summary>
    Hold,
}
