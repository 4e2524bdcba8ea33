using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StripeEmulator.Control;

/// <summary>What a control request says, in JSON or as a form; both mean the same. A field that nobody asked for is refused.</summary>
internal sealed class ControlBody
{
    private readonly Dictionary<string, IReadOnlyList<string>> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private ControlBody()
    {
    }

    /// <exception cref="ControlRefusal">It is neither.</exception>
    public static async Task<ControlBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new ControlBody();
        if (request.HasFormContentType)
        {
            foreach (var (name, values) in await request.ReadFormAsync(cancellationToken))
            {
                body.Add(name, values.Select(value => value ?? ""));
            }
        }
        else if (request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            foreach (var (name, value) in await JsonAsync(request, cancellationToken))
            {
                body.Add(name, value is JsonArray list ? list.Select(Text) : [Text(value)]);
            }
        }

        return body;
    }

    public string? Text(string name) => List(name) is { Count: > 0 } values ? values[0] : null;

    /// <summary>Null when it is absent or empty.</summary>
    public IReadOnlyList<string>? List(string name)
    {
        _known.Add(name);
        return _fields.GetValueOrDefault(name);
    }

    public long? Integer(string name, long min, long max) =>
        Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new ControlRefusal($"{name} must be a whole number from {min} to {max}.");

    public string? OneOf(string name, params string[] allowed) =>
        Text(name) is not { } text ? null
        : allowed.Contains(text) ? text
        : throw new ControlRefusal($"{name} must be one of {string.Join(", ", allowed)}.");

    /// <summary>To be called when everything was read.</summary>
    public void RefuseUnknown()
    {
        if (_fields.Keys.FirstOrDefault(name => !_known.Contains(name)) is { } unknown)
        {
            throw new ControlRefusal($"{unknown} is no field of this request.");
        }
    }

    private void Add(string name, IEnumerable<string> values)
    {
        var given = values.Where(value => value.Length > 0).ToList();
        if (given.Count > 0)
        {
            _fields[name] = given;
        }
    }

    private static async Task<JsonObject> JsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken) as JsonObject ?? throw NotReadable();
        }
        catch (JsonException)
        {
            throw NotReadable();
        }
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue => value.ToString(),
        _ => throw NotReadable(),
    };

    private static ControlRefusal NotReadable() => new("The body must be a JSON object or a form with the documented fields.");
}
