using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>Who pays. A deleted one stays as a tombstone, so that its id still answers.</summary>
internal sealed record Customer : StripeResource
{
    public override string ObjectName => ObjectNames.Customer;

    public string? Email { get; init; }
    public string? Name { get; init; }
    public string? BusinessName { get; init; }
    public string? IndividualName { get; init; }
    public string? Phone { get; init; }
    public string? Description { get; init; }
    public Address? Address { get; init; }
    public Shipping? Shipping { get; init; }
    /// <summary>Negative is a credit, which the next invoice uses.</summary>
    public long BalanceCents { get; init; }
    public string? DefaultPaymentMethodId { get; init; }

    /// <summary>Whether the last that was heard of any of the customer's invoices is that it was not paid in time.</summary>
    public bool IsDelinquent { get; init; }

    /// <summary>Set by the first subscription; null until then.</summary>
    public string? Currency { get; init; }
    public string TaxExempt { get; init; } = "none";
    public ImmutableArray<string> PreferredLocales { get; init; } = [];
    public required string InvoicePrefix { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
    public bool IsDeleted { get; init; }

    /// <summary>The clock that the customer and everything of the customer's lives by; null is the account's.</summary>
    public string? TestClockId { get; init; }
}

/// <summary>A postal address as Stripe splits it.</summary>
internal sealed record Address(string? City, string? Country, string? Line1, string? Line2, string? PostalCode, string? State);

/// <summary>Where goods would go, and by whom they would be brought.</summary>
internal sealed record Shipping(Address Address, string? Name, string? Phone, string? Carrier, string? TrackingNumber);
