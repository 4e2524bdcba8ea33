using System.Text.Json;

namespace WebhookIngress.Translation;

/// <summary>The envelope of a Stripe event, read from the raw JSON so that no API version is refused.</summary>
internal sealed record StripeEvent(string Id, string Type, DateTimeOffset CreatedAt, JsonElement Object)
{
    /// <exception cref="MalformedEventException">Not an event as any API version writes it.</exception>
    public static StripeEvent Read(JsonElement json)
    {
        var data = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("data", out var value) ? value : default;
        var payload = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("object", out var child) ? child : default;
        return new StripeEvent(
            json.RequiredText("id"),
            json.RequiredText("type"),
            DateTimeOffset.FromUnixTimeSeconds(json.RequiredTime("created")),
            payload);
    }
}

/// <summary>A signed body that is not what Stripe's reference says: answered 400, so Stripe shows it and tries again.</summary>
internal sealed class MalformedEventException(string message) : Exception(message);

/// <summary>Reads of JSON that fail with a sentence, and never with a parser's exception.</summary>
internal static class StripeJson
{
    private static readonly long TimeMax = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static string RequiredText(this JsonElement json, string name) =>
        json.OptionalText(name) ?? throw new MalformedEventException($"The event has no text '{name}'.");

    public static string? OptionalText(this JsonElement json, string name)
    {
        if (json.OptionalMember(name) is not { ValueKind: JsonValueKind.String } value)
        {
            return null;
        }
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair, written as an escape: valid JSON, but no text.
            throw new MalformedEventException($"The event's '{name}' is no text: {exception.Message}");
        }
    }

    public static long RequiredNumber(this JsonElement json, string name) =>
        json.OptionalMember(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : throw new MalformedEventException($"The event has no whole number '{name}'.");

    public static long RequiredTime(this JsonElement json, string name) =>
        json.RequiredNumber(name) is var seconds && seconds >= 0 && seconds <= TimeMax
            ? seconds
            : throw new MalformedEventException($"The event's '{name}' is no time.");

    public static JsonElement? OptionalMember(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
