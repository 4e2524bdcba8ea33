using System.Text.Json;

namespace Dev.Demo;

/// <summary>Reads an answer's fields; one that is missing is a difference like any other.</summary>
internal static class JsonFields
{
    public static string Text(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Missing(json, name, "a text");

    public static long Number(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : throw Missing(json, name, "a whole number");

    public static IReadOnlyList<JsonElement> List(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : throw Missing(json, name, "a list");

    public static bool Flag(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : throw Missing(json, name, "yes or no");

    public static DateTimeOffset Time(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time)
            ? time
            : throw Missing(json, name, "a time");

    public static JsonElement Part(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.Object } value ? value : throw Missing(json, name, "an object");

    /// <summary>Empty when there is none.</summary>
    public static string TextOrNothing(this JsonElement json, string name) =>
        json.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static DevException Missing(JsonElement json, string name, string kind) =>
        new($"✗ The answer has no {name}, or not as {kind}: {json}");
}
