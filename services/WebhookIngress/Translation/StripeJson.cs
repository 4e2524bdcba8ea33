using System.Text.Json;

namespace WebhookIngress.Translation;

/// <summary>Reads of JSON that fail with a sentence, and never with a parser's exception.</summary>
internal static class StripeJson
{
    /// <summary>Stripe promises no more, and our tables keep no more.</summary>
    public const int IdLengthMax = 255;

    private const int CurrencyLength = 3;

    // Half of a surrogate pair, written as an escape, or bytes that are no UTF-8: the parser lets it pass, and throws when it is read.
    private const string NoText = "no text";

    private static readonly long TimeMax = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static JsonElement? OptionalMember(this JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
                ? value
                : null;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedEventException($"A name beside '{name}' is {NoText}.");
        }
    }

    public static string RequiredText(this JsonElement json, string name) =>
        json.OptionalText(name) ?? throw new MalformedEventException($"There is no text '{name}'.");

    public static string? OptionalText(this JsonElement json, string name) =>
        json.OptionalMember(name) is { ValueKind: JsonValueKind.String } value && Text(value, name) is { Length: > 0 } text ? text : null;

    /// <summary>An id of Stripe's: the object's own, or a reference to another, which may be expanded to the whole of it.</summary>
    public static string RequiredId(this JsonElement json, string name) =>
        json.OptionalId(name) ?? throw new MalformedEventException($"There is no id '{name}'.");

    /// <inheritdoc cref="RequiredId"/>
    public static string? OptionalId(this JsonElement json, string name) => json.OptionalMember(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } expanded => expanded.RequiredId("id"),
        { ValueKind: JsonValueKind.String } value when Text(value, name) is var id && IsId(id) => id,
        _ => throw new MalformedEventException($"'{name}' is no id."),
    };

    /// <summary>A time in unix seconds.</summary>
    public static DateTimeOffset RequiredTime(this JsonElement json, string name) =>
        json.OptionalTime(name) ?? throw new MalformedEventException($"There is no time '{name}'.");

    /// <inheritdoc cref="RequiredTime"/>
    public static DateTimeOffset? OptionalTime(this JsonElement json, string name) => json.OptionalNumber(name) switch
    {
        null => null,
        >= 0 and { } seconds when seconds <= TimeMax => DateTimeOffset.FromUnixTimeSeconds(seconds),
        _ => throw new MalformedEventException($"'{name}' is no time."),
    };

    /// <summary>Money in minor units, never below zero.</summary>
    public static long RequiredCents(this JsonElement json, string name) =>
        json.OptionalNumber(name) is >= 0 and { } cents ? cents : throw new MalformedEventException($"There is no amount '{name}'.");

    public static string RequiredCurrency(this JsonElement json) =>
        json.OptionalText("currency") is { Length: CurrencyLength } currency && currency.All(char.IsAsciiLetterLower)
            ? currency
            : throw new MalformedEventException("There is no 'currency'.");

    public static long? OptionalNumber(this JsonElement json, string name) => json.OptionalMember(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        _ => throw new MalformedEventException($"'{name}' is no whole number."),
    };

    public static bool RequiredFlag(this JsonElement json, string name) => json.OptionalMember(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new MalformedEventException($"There is no flag '{name}'."),
    };

    public static bool IsTrue(this JsonElement json, string name) => json.OptionalMember(name) is { ValueKind: JsonValueKind.True };

    /// <summary>What one of Stripe's lists holds; nothing where there is no list.</summary>
    public static IEnumerable<JsonElement> Listed(this JsonElement json, string name) =>
        json.OptionalMember(name)?.OptionalMember("data") is { ValueKind: JsonValueKind.Array } data ? data.EnumerateArray() : [];

    /// <summary>The members whose values are texts.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Texts(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String)
            {
                yield return new(NameOf(member), Text(member.Value, "value"));
            }
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedEventException($"A member's name is {NoText}.");
        }
    }

    private static string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedEventException($"'{name}' is {NoText}.");
        }
    }

    private static bool IsId(string text) => text.Length is > 0 and <= IdLengthMax && text.All(character => character is > ' ' and <= '~');
}
