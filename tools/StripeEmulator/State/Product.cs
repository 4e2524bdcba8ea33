using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>What is sold. Its prices say for how much.</summary>
internal sealed record Product : StripeResource
{
    public override string ObjectName => ObjectNames.Product;

    public required string Name { get; init; }
    public bool IsActive { get; init; } = true;
    public string? DefaultPriceId { get; init; }
    public string? Description { get; init; }
    public ImmutableArray<string> Images { get; init; } = [];
    public ImmutableArray<string> MarketingFeatures { get; init; } = [];
    public PackageDimensions? PackageDimensions { get; init; }
    public bool? IsShippable { get; init; }
    public string? StatementDescriptor { get; init; }
    public string? TaxCode { get; init; }
    public string? UnitLabel { get; init; }
    public string? Url { get; init; }
    public required long Updated { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
    public bool IsDeleted { get; init; }
}

/// <summary>How large and heavy a thing is, in inches and ounces, as the caller wrote it.</summary>
internal sealed record PackageDimensions(decimal Height, decimal Length, decimal Weight, decimal Width);
