using System.Globalization;
using System.Text.Json;
using Credits.Ledger;

namespace Credits.Statements;

/// <summary>One line: its fields as the texts that are hashed, null for absent ones.</summary>
internal sealed class StatementLine
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, JsonElement> fields;

    private StatementLine(Dictionary<string, JsonElement> fields) => this.fields = fields;

    public static StatementLine Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new StatementLine(document.RootElement.Clone().EnumerateObject().ToDictionary(
                    field => field.Name, field => field.Value, StringComparer.Ordinal))
                : throw new StatementFaultException("It is no JSON object.");
        }
        catch (JsonException)
        {
            throw new StatementFaultException("It is no JSON object.");
        }
    }

    /// <summary>Refuses a field too many: it would be covered by no hash.</summary>
    public void RequireOnly(IEnumerable<string> names)
    {
        if (fields.Keys.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new StatementFaultException($"{unknown} does not belong here.");
        }
    }

    /// <summary>The field's text: a string's content, a number as it is written.</summary>
    public string? TextOrNull(string name) => Field(name) switch
    {
        { ValueKind: JsonValueKind.String } text => Decoded(name, text),
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw new StatementFaultException($"{name} is neither text nor a number."),
    };

    public string Text(string name) => TextOrNull(name) ?? throw new StatementFaultException($"{name} is missing.");

    public long Number(string name) => Field(name) is { ValueKind: JsonValueKind.Number } number
        && long.TryParse(number.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new StatementFaultException($"{name} is no whole number.");

    public bool IsTrue(string name) => Field(name).ValueKind == JsonValueKind.True;

    public byte[] Hash(string name)
    {
        var text = Text(name);
        return text.Length == 2 * ChainHash.Length && text.All(char.IsAsciiHexDigitLower)
            ? Convert.FromHexString(text)
            : throw new StatementFaultException($"{name} is no SHA-256 in lower-case hex.");
    }

    private static string? Decoded(string name, JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new StatementFaultException($"{name} is no valid Unicode.");
        }
    }

    private JsonElement Field(string name) => fields.TryGetValue(name, out var field)
        ? field
        : throw new StatementFaultException($"{name} is missing.");
}
