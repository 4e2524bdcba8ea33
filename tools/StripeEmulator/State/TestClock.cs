namespace StripeEmulator.State;

/// <summary>A clock of its own for a few customers, which stands still until somebody moves it forward.</summary>
internal sealed record TestClock : StripeResource
{
    public override string ObjectName => ObjectNames.TestClock;

    public required long FrozenTime { get; init; }

    /// <summary>Where it is being moved to; null while it stands still.</summary>
    public long? Target { get; init; }
    public string? Name { get; init; }
    public required long DeletesAfter { get; init; }
}
