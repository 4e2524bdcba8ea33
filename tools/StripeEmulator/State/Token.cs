namespace StripeEmulator.State;

/// <summary>A card that a page sent ahead, to be used once. Of the number nothing is kept but which test card it is.</summary>
internal sealed record Token : StripeResource
{
    public override string ObjectName => ObjectNames.Token;

    public required string CardId { get; init; }
    public required TestCard Card { get; init; }
    public required int ExpiryMonth { get; init; }
    public required int ExpiryYear { get; init; }
    public string? Name { get; init; }
    public required Address Address { get; init; }
    public bool IsUsed { get; init; }
}
