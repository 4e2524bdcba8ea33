using System.Text.Json;

namespace Billing.StripeEvents;

/// <summary>Whom the body of an event is about.</summary>
internal static class EventSubject
{
    /// <returns>
    /// Stripe's id of the customer; of a dispute or a refund, which name none, that of the payment. Null when it names neither, or can't be
    /// read: malformed events are archived too.
    /// </returns>
    public static string? Of(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var named = json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("object", out var subject) && subject.ValueKind == JsonValueKind.Object
                    ? Of(subject)
                    : null;
            return named?.Length <= StripeEvent.IdLengthMax ? named : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Of(JsonElement subject) => subject.TryGetProperty("object", out var type) && type.ValueEquals("customer")
        ? TextOf(subject, "id")
        : TextOf(subject, "customer") ?? TextOf(subject, "payment_intent");

    // Expanded, it is an object with an id.
    private static string? TextOf(JsonElement owner, string name) => !owner.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Object ? TextOf(value, "id")
        : null;
}
