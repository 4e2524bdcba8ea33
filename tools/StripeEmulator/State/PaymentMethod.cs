using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A card to pay with. Only what Stripe shows of it is kept: never the number, never the security code.</summary>
internal sealed record PaymentMethod : StripeResource
{
    public override string ObjectName => ObjectNames.PaymentMethod;

    public required TestCard Card { get; init; }
    public required int ExpiryMonth { get; init; }
    public required int ExpiryYear { get; init; }
    public BillingDetails BillingDetails { get; init; } = BillingDetails.None;
    public string? CustomerId { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
}

/// <summary>Whom the card belongs to, as far as the payer said.</summary>
internal sealed record BillingDetails(Address? Address, string? Email, string? Name, string? Phone)
{
    public static readonly BillingDetails None = new(null, null, null, null);
}
