using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A customer's way into the portal, where subscriptions are changed and invoices looked up.</summary>
internal sealed record PortalSession : StripeResource
{
    public override string ObjectName => ObjectNames.PortalSession;

    public required string CustomerId { get; init; }
    public required string ConfigurationId { get; init; }
    public required string Url { get; init; }

    /// <summary>The part of the URL that nobody can guess; the page is found by it.</summary>
    public required string Secret { get; init; }
    public string? ReturnUrl { get; init; }
    public string? Locale { get; init; }
}

/// <summary>What a customer may do in the portal.</summary>
internal sealed record PortalConfiguration : StripeResource
{
    public override string ObjectName => ObjectNames.PortalConfiguration;

    public bool IsActive { get; init; } = true;
    public bool IsDefault { get; init; }
    public string? Name { get; init; }
    public string? DefaultReturnUrl { get; init; }
    public string? Headline { get; init; }
    public string? PrivacyPolicyUrl { get; init; }
    public string? TermsOfServiceUrl { get; init; }
    public PortalFeatures Features { get; init; } = new();
    public required long Updated { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
}

/// <summary>The features of the portal that can be switched.</summary>
internal sealed record PortalFeatures
{
    public bool ShowsInvoices { get; init; } = true;
    public bool UpdatesPaymentMethod { get; init; } = true;
    public bool CancelsSubscriptions { get; init; } = true;

    /// <summary>Whether a cancellation works at once instead of at the end of the period.</summary>
    public bool CancelsImmediately { get; init; }
    public bool ChangesPrice { get; init; }
    public string ProrationBehavior { get; init; } = ProrationBehaviors.None;

    /// <summary>The prices a customer may change to; empty means all active recurring ones of the product.</summary>
    public ImmutableArray<PortalProduct> Products { get; init; } = [];
}

internal sealed record PortalProduct(string ProductId, ImmutableArray<string> PriceIds);
