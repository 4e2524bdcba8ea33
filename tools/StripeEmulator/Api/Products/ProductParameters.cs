using System.Collections.Immutable;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Products;

/// <summary>What a product can be created with and changed to.</summary>
internal sealed record ProductParameters
{
    private const int ImagesMax = 8;
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
    public required MetadataChange Metadata { get; init; }

    public static ProductParameters Read(Parameters parameters)
    {
        parameters.Accept("marketing_features", "package_dimensions", "type");
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
}
