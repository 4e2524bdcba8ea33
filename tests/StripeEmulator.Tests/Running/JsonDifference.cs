using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Running;

/// <summary>What differs between two JSON texts, path by path: <c>-</c> is gone, <c>+</c> is new, <c>~</c> has another value.</summary>
public static class JsonDifference
{
    public static IReadOnlyList<string> Between(JsonNode? old, JsonNode? current) => [.. Between(old, current, "").Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Between(JsonNode? old, JsonNode? current, string path) => (old, current) switch
    {
        (JsonObject before, JsonObject after) => before.Select(field => field.Key).Union(after.Select(field => field.Key)).SelectMany(name =>
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            return !after.ContainsKey(name) ? [$"- {inner}"]
                : !before.ContainsKey(name) ? [$"+ {inner}"]
                : Between(before[name], after[name], inner);
        }),
        (JsonArray before, JsonArray after) when before.Count == after.Count =>
            before.Zip(after).SelectMany(pair => Between(pair.First, pair.Second, path + "[]")),
        _ => JsonNode.DeepEquals(old, current) ? [] : [$"~ {path}"],
    };
}
