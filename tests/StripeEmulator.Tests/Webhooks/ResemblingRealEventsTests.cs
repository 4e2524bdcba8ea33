using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Webhooks;

/// <summary>Holds the emulator's events against real ones, each in the version it was recorded in.</summary>
public sealed class ResemblingRealEventsTests
{
    /// <summary>Fields that newer versions drop from the same body, and what a merchant wrote.</summary>
    private static readonly string[] NotExpected = ["total_count", "aggregate_usage", "metadata"];

    [Theory]
    [InlineData("charge.dispute.created.2025-04-30.basil.json")]
    [InlineData("checkout.session.completed.payment.2020-03-02.json")]
    [InlineData("customer.subscription.updated.renewal.2025-08-27.basil.json")]
    [InlineData("invoice.payment_succeeded.2025-02-24.acacia.json")]
    [InlineData("payment_intent.payment_failed.2025-04-30.basil.json")]
    public async Task ARealEvent_HasNoFieldThatOursLacks(string file)
    {
        var real = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "RealEvents", file)))!;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var clocked = await ClockedServer.StartAsync();
        await clocked.Server.Stripe.V1.WebhookEndpoints.CreateAsync(
            new() { Url = receiver.Url.ToString(), ApiVersion = real.Text("api_version"), EnabledEvents = [real.TypeOf()] });

        await LetHappenAsync(real.TypeOf(), clocked);

        // Of several of its type the first that happened, which need not be the first that arrives.
        var first = (await clocked.Server.EventsAsync(real.TypeOf()))[0].Text("id");
        var ours = JsonNode.Parse((await receiver.TakeAsync(first)).Body)!;
        Assert.Equal(real.Text("api_version"), ours.Text("api_version"));
        Assert.Empty(Missing(real["data"]!["object"], ours["data"]!["object"], "object"));
        Assert.Empty(Missing(real["data"]!["previous_attributes"], ours["data"]!["previous_attributes"], "previous_attributes"));
    }

    private static async Task LetHappenAsync(string type, ClockedServer clocked)
    {
        var server = clocked.Server;
        switch (type)
        {
            case "charge.dispute.created":
                await server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd", "payment_method=pm_card_createDispute", "confirm=true");
                break;
            case "payment_intent.payment_failed":
                await server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd", "payment_method=pm_card_chargeDeclined", "confirm=true");
                break;
            case "checkout.session.completed":
                await server.PayAsync(await server.CreatePackSessionAsync());
                break;
            default:
                await server.SubscribeAsync();
                await clocked.AdvanceAsync(TimeSpan.FromDays(32));
                break;
        }
    }

    private static IEnumerable<string> Missing(JsonNode? real, JsonNode? ours, string path) => (real, ours) switch
    {
        (JsonObject expected, JsonObject actual) => expected.Where(field => !NotExpected.Contains(field.Key)).SelectMany(field =>
            actual.ContainsKey(field.Key)
                ? Missing(field.Value, actual[field.Key], $"{path}.{field.Key}")
                : [$"{path}.{field.Key}"]),
        (JsonArray { Count: > 0 } expected, JsonArray { Count: > 0 } actual) => Missing(expected[0], actual[0], path + "[0]"),
        _ => [],
    };
}
