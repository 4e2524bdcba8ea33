using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Running;

/// <summary>Tells what a JSON text loses on its way through Stripe.net's types.</summary>
internal static class RoundTrip
{
    /// <summary>What Stripe.net does not write, by the end of its path, with the reason.</summary>
    private static readonly IReadOnlyDictionary<string, string> Justified = new Dictionary<string, string>
    {
        ["Subscription.plan"] = "real answers still show the one item's plan, which Stripe.net has dropped",
        ["Subscription.quantity"] = "as its plan",
        [".subscription.plan"] = "as above, expanded",
        [".subscription.quantity"] = "as above, expanded",
        [".subscriptions.data[0].plan"] = "as above, in a list",
        [".subscriptions.data[0].quantity"] = "as above, in a list",
        ["Event.data.object.plan"] = "as above, inside an event",
        ["Event.data.object.quantity"] = "as above, inside an event",
        ["Event.data.previous_attributes"] = "Stripe.net reads it and never writes it",
    };

    /// <summary>Paths of fields that were sent and that the typed object does not give back.</summary>
    public static IReadOnlyList<string> Lost(JsonNode sent, JsonNode survived, string name) =>
        [.. LostOf(sent, survived, name).Where(path => !Justified.Keys.Any(path.EndsWith))];

    private static IEnumerable<string> LostOf(JsonNode? sent, JsonNode? survived, string path) => (sent, survived) switch
    {
        (JsonObject before, JsonObject after) => before.SelectMany(field => after.ContainsKey(field.Key)
            ? LostOf(field.Value, after[field.Key], $"{path}.{field.Key}")
            : [$"{path}.{field.Key}"]),
        (JsonArray before, JsonArray after) when before.Count == after.Count =>
            before.Zip(after).SelectMany((pair, index) => LostOf(pair.First, pair.Second, $"{path}[{index}]")),
        _ => JsonNode.DeepEquals(sent, survived) ? [] : [$"{path}: {sent} became {survived}"],
    };
}
