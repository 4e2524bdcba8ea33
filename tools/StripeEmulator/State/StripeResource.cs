namespace StripeEmulator.State;

/// <summary>
/// A thing with an id that Stripe keeps. Resources are immutable: a change stores a new record, so an event can hold the
/// one it is about and be rendered later in whatever API version its reader wants.
/// </summary>
internal abstract record StripeResource
{
    public required string Id { get; init; }

    /// <summary>Unix seconds of the business clock.</summary>
    public required long Created { get; init; }

    /// <summary>What Stripe writes into the field <c>object</c>.</summary>
    public abstract string ObjectName { get; }
}

/// <summary>What is left of a resource that was deleted: its id, for the answer and for nothing else.</summary>
internal sealed record DeletedResource(string Name) : StripeResource
{
    public override string ObjectName => Name;
}
