using System.Collections.Immutable;
using System.Globalization;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Products;

/// <summary>What a product can be created with and changed to.</summary>
internal sealed record ProductParameters
{
    private const int ImagesMax = 8;
    private const int FeaturesMax = 15;
    private const int FeatureLengthMax = 80;
    private const int NameLengthMax = 250;

    public required string? Name { get; init; }
    public required bool? IsActive { get; init; }
    public required Change<string> Description { get; init; }
    public required Change<string> StatementDescriptor { get; init; }
    public required Change<string> TaxCode { get; init; }
    public required Change<string> UnitLabel { get; init; }
    public required Change<string> Url { get; init; }
    public required bool? IsShippable { get; init; }
    public required ImmutableArray<string>? Images { get; init; }
    public required ImmutableArray<string>? MarketingFeatures { get; init; }

    /// <summary>Named without a size, it is taken away.</summary>
    public required bool NamesPackageDimensions { get; init; }
    public required PackageDimensions? PackageDimensions { get; init; }
    public required MetadataChange Metadata { get; init; }

    public static ProductParameters Read(Parameters parameters)
    {
        parameters.Accept("tax_details", "type");
        return new ProductParameters
        {
            Name = parameters.Text("name", NameLengthMax),
            IsActive = parameters.Flag("active"),
            Description = parameters.TextChange("description"),
            StatementDescriptor = parameters.TextChange("statement_descriptor", lengthMax: 22),
            TaxCode = parameters.TextChange("tax_code"),
            UnitLabel = parameters.TextChange("unit_label", lengthMax: 12),
            Url = parameters.TextChange("url"),
            IsShippable = parameters.Flag("shippable"),
            Images = parameters.List("images", ImagesMax),
            MarketingFeatures = ReadFeatures(parameters),
            NamesPackageDimensions = parameters.Has("package_dimensions"),
            PackageDimensions = parameters.Nested("package_dimensions") is { } size ? ReadSize(size) : null,
            Metadata = parameters.Metadata(),
        };
    }

    public Product ApplyTo(Product product, long now) => product with
    {
        Name = Name ?? product.Name,
        IsActive = IsActive ?? product.IsActive,
        Description = Description.Or(product.Description),
        StatementDescriptor = StatementDescriptor.Or(product.StatementDescriptor),
        TaxCode = TaxCode.Or(product.TaxCode),
        UnitLabel = UnitLabel.Or(product.UnitLabel),
        Url = Url.Or(product.Url),
        IsShippable = IsShippable ?? product.IsShippable,
        Images = Images ?? product.Images,
        MarketingFeatures = MarketingFeatures ?? product.MarketingFeatures,
        PackageDimensions = NamesPackageDimensions ? PackageDimensions : product.PackageDimensions,
        Metadata = Metadata.ApplyWithinLimit(product.Metadata),
        Updated = now,
    };

    /// <summary>A new product of these fields.</summary>
    public Product ToProduct(string? id, long now) => ApplyTo(
        new Product
        {
            Id = id ?? StripeIds.Product(),
            Created = now,
            Updated = now,
            Name = Name ?? throw StripeError.MissingParameter("name"),
        },
        now);

    private static ImmutableArray<string>? ReadFeatures(Parameters parameters) =>
        parameters.NestedList("marketing_features", FeaturesMax) is { } features
            ? [.. features.Select(feature => feature.Text("name", FeatureLengthMax) ?? throw StripeError.MissingParameter(feature.NameOf("name")))]
            : parameters.Has("marketing_features") ? []
            : null;

    private static PackageDimensions ReadSize(Parameters size) => new(
        RequiredDecimal(size, "height"), RequiredDecimal(size, "length"), RequiredDecimal(size, "weight"), RequiredDecimal(size, "width"));

    private static decimal RequiredDecimal(Parameters parameters, string name) =>
        decimal.TryParse(parameters.RequiredText(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StripeError.InvalidParameter($"Invalid decimal: {parameters.NameOf(name)}", parameters.NameOf(name));
}
