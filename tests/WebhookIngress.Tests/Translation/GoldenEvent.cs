using System.Text.Json;
using System.Text.Json.Nodes;
using WebhookIngress.Translation;

namespace WebhookIngress.Tests.Translation;

/// <summary>An event in one of Stripe's shapes and what it must become, kept as a document: <c>type.case.api-release.json</c>.</summary>
internal sealed record GoldenEvent(string Name, JsonObject Document)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Translation", "Golden");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public JsonObject Event => Document["event"]!.AsObject();

    public string Type => (string)Event["type"]!;

    public string Outcome => (string)Document["outcome"]!;

    public string? Detail => (string?)Document["detail"];

    public JsonArray Messages => Document["messages"]!.AsArray();

    public static GoldenEvent Read(string name) =>
        new(name, JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!.AsObject());

    public TranslatedEvent Translate(TranslationOptions? options = null) => Translate(Event.ToJsonString(), options);

    public static TranslatedEvent Translate(string body, TranslationOptions? options = null)
    {
        using var json = JsonDocument.Parse(body);
        return EventTranslation.Translate(StripeEvent.Read(json.RootElement), options ?? new TranslationOptions());
    }

    /// <summary>Messages as the document writes them: by their names, without what is absent.</summary>
    public static JsonArray Write(IEnumerable<object> messages) => [.. messages.Select(message => new JsonObject
    {
        [message.GetType().Name] = Present(JsonSerializer.SerializeToNode(message, message.GetType(), JsonSerializerOptions.Web)!.AsObject()),
    })];

    private static JsonObject Present(JsonObject message)
    {
        foreach (var absent in message.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            message.Remove(absent);
        }
        return message;
    }
}
