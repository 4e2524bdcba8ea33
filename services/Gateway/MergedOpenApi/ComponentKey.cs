using System.Text.Json.Nodes;

namespace Gateway.MergedOpenApi;

/// <summary>A reusable component of an OpenAPI document: <c>#/components/{Section}/{Name}</c>.</summary>
internal readonly record struct ComponentKey(string Section, string Name)
{
    private const string Root = "#/components/";

    public string Reference => $"{Root}{Section}/{Name}";

    public static ComponentKey Schema(string name) => new("schemas", name);

    /// <summary>The components that a piece of the document refers to, directly.</summary>
    public static List<ComponentKey> ReferredToBy(JsonNode node)
    {
        var keys = new List<ComponentKey>();
        Rename(node, key =>
        {
            keys.Add(key);
            return key;
        });
        return keys;
    }

    /// <summary>Replaces every reference in place, be it a <c>$ref</c> or a discriminator's mapping.</summary>
    public static void Rename(JsonNode? node, Func<ComponentKey, ComponentKey> rename)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Select(member => member.Key).ToList())
                {
                    members[name] = Renamed(members[name], rename) ?? members[name];
                }
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Rename(item, rename);
                }
                break;
        }
    }

    private static JsonValue? Renamed(JsonNode? node, Func<ComponentKey, ComponentKey> rename)
    {
        if (node is not JsonValue value
            || !value.TryGetValue<string>(out var text)
            || !text.StartsWith(Root, StringComparison.Ordinal))
        {
            Rename(node, rename);
            return null;
        }
        // A reference may point deeper, into a component's property.
        var steps = text[Root.Length..].Split('/', 3);
        if (steps.Length < 2)
        {
            return null;
        }
        var target = rename(new ComponentKey(steps[0], steps[1])).Reference;
        return JsonValue.Create(steps.Length > 2 ? $"{target}/{steps[2]}" : target);
    }
}
