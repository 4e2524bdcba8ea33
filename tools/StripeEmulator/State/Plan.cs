namespace StripeEmulator.State;

/// <summary>A recurring price under its old name; nothing that is kept, only another way to show it.</summary>
internal sealed record Plan : StripeResource
{
    public override string ObjectName => ObjectNames.Plan;

    public required Price Price { get; init; }
}
