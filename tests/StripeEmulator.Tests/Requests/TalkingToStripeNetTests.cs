using System.Text.Json.Nodes;
using CsCheck;
using Stripe;

namespace StripeEmulator.Tests.Requests;

public sealed class TalkingToStripeNetTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task EveryFieldOfEveryResource_IsOneThatStripeNetKnows_AndSurvivesIt()
    {
        var customer = await server.Stripe.V1.Customers.CreateAsync(new()
        {
            Email = "ada@example.test",
            Address = new() { City = "London" },
            Shipping = new() { Name = "Ada", Address = new() { Line1 = "1 Street" } },
            PreferredLocales = ["en"],
            Metadata = new() { ["a"] = "1" },
        });
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 500,
            Currency = "usd",
            Customer = customer.Id,
            PaymentMethod = "pm_card_visa",
            Confirm = true,
            Expand = ["latest_charge", "payment_method", "customer"],
        });
        var declined = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_chargeDeclined", Confirm = true }));

        AssertSurvives(customer);
        AssertSurvives(paid);
        AssertSurvives(await server.Stripe.V1.PaymentIntents.GetAsync(declined.StripeError.PaymentIntent.Id));
        AssertSurvives(await server.Stripe.V1.Charges.GetAsync(paid.LatestChargeId));
        AssertSurvives(await server.Stripe.V1.PaymentMethods.GetAsync(paid.PaymentMethodId));
        AssertSurvives(await server.Stripe.V1.Customers.DeleteAsync((await server.Stripe.V1.Customers.CreateAsync(new())).Id));
    }

    [Fact]
    public async Task AnEvent_CarriesTypedObjects()
    {
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });

        var events = (await server.Stripe.V1.Events.ListAsync(new() { Limit = 3 })).ToList();
        var again = await server.Stripe.V1.Events.GetAsync(events[0].Id);

        Assert.Equal(paid.Id, Assert.IsType<PaymentIntent>(again.Data.Object).Id);
        Assert.Equal(paid.LatestChargeId, Assert.IsType<Charge>(events[1].Data.Object).Id);
        Assert.All(events, recorded => Assert.StartsWith("evt_3", recorded.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void AnyText_ComesBackAsItWasSent()
    {
        var text = Gen.String[Gen.Char['\u0020', '\uD7FF'], 1, 60];
        var entry = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 40], text);

        Gen.Select(text, Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 40], text)[0, 8]).Sample(
            (name, metadata) =>
            {
                var created = server.Stripe.V1.Customers.Create(new() { Name = name, Metadata = metadata });
                var found = server.Stripe.V1.Customers.Get(created.Id);
                return found.Name == name
                    && found.Metadata.Count == metadata.Count
                    && metadata.All(sent => found.Metadata[sent.Key] == sent.Value);
            },
            iter: 60);
    }

    private static void AssertSurvives<T>(T entity)
        where T : StripeEntity
    {
        var sent = JsonNode.Parse(entity.StripeResponse.Content)!;
        var survived = JsonNode.Parse(entity.ToJson())!;
        Assert.Empty(Lost(sent, survived, typeof(T).Name));
    }

    /// <summary>Paths of fields that were sent and that the typed object does not give back.</summary>
    private static IEnumerable<string> Lost(JsonNode? sent, JsonNode? survived, string path) => (sent, survived) switch
    {
        (JsonObject before, JsonObject after) => before.SelectMany(field => after.ContainsKey(field.Key)
            ? Lost(field.Value, after[field.Key], $"{path}.{field.Key}")
            : [$"{path}.{field.Key}"]),
        (JsonArray before, JsonArray after) when before.Count == after.Count =>
            before.Zip(after).SelectMany((pair, index) => Lost(pair.First, pair.Second, $"{path}[{index}]")),
        _ => JsonNode.DeepEquals(sent, survived) ? [] : [$"{path}: {sent} became {survived}"],
    };
}
