using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A card or a bank account to pay with. Only what Stripe shows of it is kept: never a number, never the security code.</summary>
internal sealed record PaymentMethod : StripeResource
{
    public override string ObjectName => ObjectNames.PaymentMethod;

    /// <summary>Null for a bank account.</summary>
    public TestCard? Card { get; init; }

    /// <summary>Null for a card.</summary>
    public TestBankAccount? BankAccount { get; init; }
    public int ExpiryMonth { get; init; }
    public int ExpiryYear { get; init; }
    public BillingDetails BillingDetails { get; init; } = BillingDetails.None;
    public string? CustomerId { get; init; }

    /// <summary>A payment with the payer there went well and prepared for others without: the bank lets those pass.</summary>
    public bool IsSetUpForOffSession { get; init; }

    /// <summary>Whether a page may show it again to its customer; see <see cref="State.AllowRedisplay"/>.</summary>
    public string AllowRedisplay { get; init; } = State.AllowRedisplay.Unspecified;
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    public string TypeName => Card is null ? "us_bank_account" : "card";

    /// <summary>Why each charge of it is refused; null when none is.</summary>
    public Decline? Decline => Card?.Decline ?? BankAccount?.Decline;

    /// <summary>Whether the outcome is known only days later.</summary>
    public bool IsDelayed => BankAccount is not null;

    /// <summary>Whether the bank wants to ask the payer, who may be there or not.</summary>
    public bool NeedsAuthentication(bool isOffSession) => Card?.Authentication switch
    {
        Authentication.Always => true,
        Authentication.UnlessSetUp => !isOffSession || !IsSetUpForOffSession,
        Authentication.OnSessionOnly => !isOffSession,
        _ => false,
    };

    /// <summary>What follows a charge that went well.</summary>
    public Aftermath Aftermath => Card?.Aftermath ?? Aftermath.None;
}

/// <summary>Whether a saved method may be shown to its customer again.</summary>
internal static class AllowRedisplay
{
    public const string Unspecified = "unspecified";

    public static readonly string[] Values = ["always", "limited", Unspecified];
}

/// <summary>Whom the card belongs to, as far as the payer said.</summary>
internal sealed record BillingDetails(Address? Address, string? Email, string? Name, string? Phone)
{
    public static readonly BillingDetails None = new(null, null, null, null);
}
