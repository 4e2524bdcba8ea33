using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A product as JSON; of a deleted one only the tombstone.</summary>
internal static class ProductJson
{
    public static JsonObject Render(Product product) => product.IsDeleted
        ? new JsonObject { ["id"] = product.Id, ["object"] = product.ObjectName, ["deleted"] = true }
        : new JsonObject
        {
            ["id"] = product.Id,
            ["object"] = product.ObjectName,
            ["active"] = product.IsActive,
            ["created"] = product.Created,
            ["default_price"] = product.DefaultPriceId,
            ["description"] = product.Description,
            ["images"] = new JsonArray([.. product.Images.Select(image => (JsonNode)image)]),
            ["livemode"] = false,
            ["marketing_features"] = new JsonArray([.. product.MarketingFeatures.Select(name => new JsonObject { ["name"] = name })]),
            ["metadata"] = ResourceJson.Metadata(product.Metadata),
            ["name"] = product.Name,
            ["package_dimensions"] = product.PackageDimensions is not { } size ? null : new JsonObject
            {
                ["height"] = size.Height,
                ["length"] = size.Length,
                ["weight"] = size.Weight,
                ["width"] = size.Width,
            },
            ["shippable"] = product.IsShippable,
            ["statement_descriptor"] = product.StatementDescriptor,
            ["tax_code"] = product.TaxCode,
            ["tax_details"] = null,
            ["type"] = "service",
            ["unit_label"] = product.UnitLabel,
            ["updated"] = product.Updated,
            ["url"] = product.Url,
        };
}
