using System.Globalization;
using System.Text.Json;

namespace WebhookIngress.Translation;

/// <summary>The metadata on an object of Stripe's, by which we know our own and whose it is.</summary>
internal readonly record struct Metadata(JsonElement Json)
{
    private const int OurIdLengthMax = 128;

    public static Metadata Of(JsonElement owner) => new(owner.OptionalMember("metadata") ?? default);

    public string? Type => Json.OptionalText(StripeMetadata.Type);

    /// <exception cref="MalformedEventException">There is none, or it is no id of ours.</exception>
    public string UserId => Required(StripeMetadata.UserId);

    public string? OptionalUserId => Optional(StripeMetadata.UserId);

    /// <exception cref="MalformedEventException">There is none, or it is no id of ours.</exception>
    public string OrganizationId => Required(StripeMetadata.OrganizationId);

    public string? OptionalOrganizationId => Optional(StripeMetadata.OrganizationId);

    /// <summary>Absent on payments that were not started by Billing; they are granted all the same.</summary>
    public Guid? PurchaseId => Guid.TryParse(Json.OptionalText(StripeMetadata.PurchaseId), out var id) ? id : null;

    public string? Text(string name) => Json.OptionalText(name);

    /// <summary>A whole number, never below zero. Metadata holds nothing but text.</summary>
    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>All of it, as it is.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary()
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in Json.Texts())
        {
            pairs[name] = text;
        }
        return pairs;
    }

    private string Required(string name) =>
        Optional(name) ?? throw new MalformedEventException($"The metadata has no '{name}'.");

    private string? Optional(string name) => Text(name) switch
    {
        null => null,
        { Length: <= OurIdLengthMax } id when !id.Any(char.IsControl) => id,
        _ => throw new MalformedEventException($"The metadata's '{name}' is no id of ours."),
    };
}
