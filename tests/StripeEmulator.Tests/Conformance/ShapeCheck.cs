using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Conformance;

/// <summary>Compares answers with Stripe's types, and remembers which fields of which resource it has met.</summary>
internal sealed class ShapeCheck(StripeNames names)
{
    private static readonly string[] ListFields = ["object", "data", "has_more", "url"];

    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _typesOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Fields that the types always have and an answer had not.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>Fields that the types don't know.</summary>
    public IReadOnlyCollection<string> Unknown => _unknown;

    public void Check(JsonObject answer)
    {
        if (ObjectOf(answer) is { } resource)
        {
            Compare(answer, Fitting(answer, resource.Types), resource.Object);
        }
    }

    /// <summary>Of the required fields in a resource's types, as far as an answer had these types, how many were always there.</summary>
    public (int Present, int All) RequiredOf(string objectName) => Count(objectName, isRequired: true, field => !_missing.Contains(field) || AllowedFields.Missing.ContainsKey(field));

    /// <summary>Of the fields that need not be there, how many were seen at least once.</summary>
    public (int Present, int All) OptionalOf(string objectName) => Count(objectName, isRequired: false, _seen.Contains);

    private (int Present, int All) Count(string objectName, bool isRequired, Func<string, bool> isPresent)
    {
        var fields = _typesOf.GetValueOrDefault(objectName, [])
            .SelectMany(type => names.FieldsOf(type).Where(field => field.IsRequired == isRequired).Select(field => $"{type}.{field.Name}"))
            .ToList();
        return (fields.Count(isPresent), fields.Count);
    }

    private NamedResource? ObjectOf(JsonObject json) =>
        json["object"] is JsonValue value && value.TryGetValue(out string? name) ? names.Find(name) : null;

    private void Compare(JsonObject json, string type, string resource)
    {
        _typesOf.TryAdd(resource, []);
        _typesOf[resource].Add(type);
        var known = names.FieldsOf(type).ToDictionary(field => field.Name);
        _missing.UnionWith(known.Values.Where(field => field.IsRequired && !json.ContainsKey(field.Name)).Select(field => $"{type}.{field.Name}"));
        foreach (var (name, value) in json)
        {
            if (known.TryGetValue(name, out var field))
            {
                _seen.Add($"{type}.{name}");
                Follow(value, field.Types, resource, $"{type}.{name}");
            }
            else
            {
                _unknown.Add($"{type}.{name}");
            }
        }
    }

    private void Follow(JsonNode? value, string[] types, string resource, string path)
    {
        switch (value)
        {
            case JsonArray members:
                foreach (var member in members)
                {
                    Follow(member, types, resource, path);
                }

                break;
            case JsonObject json when json["object"]?.ToString() == "list":
                _missing.UnionWith(ListFields.Where(name => !json.ContainsKey(name)).Select(name => $"{path}.{name}"));
                Follow(json["data"], types, resource, path);
                break;
            case JsonObject json when ObjectOf(json) is { } inner:
                Compare(json, Fitting(json, inner.Types), inner.Object);
                break;
            case JsonObject json when types.Length > 0:
                Compare(json, Fitting(json, types), resource);
                break;
        }
    }

    /// <summary>The type of several that an object is meant to have: the one it differs from least.</summary>
    private string Fitting(JsonObject json, string[] types) => types.Length == 1 ? types[0] : types.MinBy(type =>
    {
        var fields = names.FieldsOf(type).ToList();
        return fields.Count(field => field.IsRequired && !json.ContainsKey(field.Name))
            + json.Count(sent => fields.All(field => field.Name != sent.Key));
    })!;
}
