using System.Text.Json;

namespace WebhookIngress.Translation;

/// <summary>The envelope of a Stripe event, read from the raw JSON so that no API version is refused.</summary>
/// <param name="Object">What the event is about, as it was right after the change.</param>
/// <param name="Previous">The members of it that changed, as they were before; undefined where nothing is said.</param>
internal sealed record StripeEvent(
    string Id, string Type, string? ApiVersion, DateTimeOffset CreatedAt, bool IsLive, JsonElement Object, JsonElement Previous)
{
    private const int TypeLengthMax = 128;

    /// <summary>The id of what the event is about; null where it has none.</summary>
    public string? ObjectId => Object.OptionalText("id") is { Length: <= StripeJson.IdLengthMax } id ? id : null;

    /// <exception cref="MalformedEventException">Not an event as any API version writes it.</exception>
    public static StripeEvent Read(JsonElement json)
    {
        var data = json.OptionalMember("data") ?? default;
        return new StripeEvent(
            json.RequiredId("id"),
            json.RequiredText("type") is { Length: <= TypeLengthMax } type
                ? type
                : throw new MalformedEventException("The event's 'type' is too long."),
            json.OptionalText("api_version"),
            json.RequiredTime("created"),
            json.RequiredFlag("livemode"),
            data.OptionalMember("object") ?? default,
            data.OptionalMember("previous_attributes") ?? default);
    }
}
