using System.Text.Json;
using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Conformance;

/// <summary>The names in Stripe's own types, as <c>read-names.js</c> took them from the npm package.</summary>
internal sealed record StripeNames(
    string Package, IReadOnlyList<NamedResource> Resources, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Types)
{
    private static readonly Lazy<StripeNames> File = new(() => JsonSerializer.Deserialize<StripeNames>(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "stripe-names.json")), JsonSerializerOptions.Web)!);

    public static StripeNames Read() => File.Value;

    /// <summary>The resource with this value in its field <c>object</c>; null when the emulator is not expected to have it.</summary>
    public NamedResource? Find(string? objectName) => Resources.FirstOrDefault(resource => resource.Object == objectName);

    /// <summary>The fields of a type: their names, whether they are always there, and the types of objects in them.</summary>
    public IEnumerable<NamedField> FieldsOf(string type) => Types[type].Select(field => new NamedField(
        field.Key.TrimEnd('?'),
        IsRequired: !field.Key.EndsWith('?'),
        IsExpandable: field.Value.StartsWith('@'),
        field.Value.TrimStart('@').Split('|', StringSplitOptions.RemoveEmptyEntries)));
}

/// <param name="Object">What stands in the field <c>object</c>.</param>
/// <param name="Types">The types an answer may have: the resource, and for some what is left of a deleted one.</param>
internal sealed record NamedResource(string Object, string[] Types, NamedOperation[] Operations);

/// <param name="Name">As stripe-node calls it.</param>
/// <param name="Parameters">Names to kinds; a name ends in <c>!</c> when the parameter must be given.</param>
internal sealed record NamedOperation(string Name, string Method, string Path, JsonObject Parameters);

/// <param name="IsExpandable">Whether it is an id unless somebody expands it.</param>
/// <param name="Types">Empty for texts, numbers and maps.</param>
internal sealed record NamedField(string Name, bool IsRequired, bool IsExpandable, string[] Types);
