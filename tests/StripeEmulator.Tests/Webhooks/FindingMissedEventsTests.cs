namespace StripeEmulator.Tests.Webhooks;

public sealed class FindingMissedEventsTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync(EmulatorServer.NothingIsBooked);
        await _server.PostAsync("/v1/customers", "name=Ada");
        await _server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd", "payment_method=pm_card_visa", "confirm=true");
        await _server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd", "payment_method=pm_card_chargeDeclined", "confirm=true");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("type=charge.failed", "charge.failed")]
    [InlineData("type=charge.*", "charge.failed,charge.succeeded")]
    [InlineData("types[]=payment_intent.succeeded&types[]=customer.created", "payment_intent.succeeded,customer.created")]
    [InlineData("types[0]=payment_intent.payment_failed", "payment_intent.payment_failed")]
    [InlineData("delivery_success=false", "")]
    [InlineData("created[gte]=4000000000", "")]
    [InlineData("created[lt]=4000000000&limit=1", "payment_intent.payment_failed")]
    public async Task AFilter_FindsWhatItNames_NewestFirst(string query, string expected)
    {
        var answer = await _server.GetAsync("/v1/events?" + query);

        Assert.Equal(expected, string.Join(',', answer.Json["data"]!.AsArray().Select(recorded => recorded!["type"]!.GetValue<string>())));
    }

    [Fact]
    public async Task TypeAndTypesTogether_OrTooManyTypes_AreRefused()
    {
        var many = string.Join('&', Enumerable.Range(0, 21).Select(number => $"types[]=t{number}"));

        Assert.Equal(400, (await _server.GetAsync("/v1/events?type=a&types[]=b")).Status);
        Assert.Equal(400, (await _server.GetAsync("/v1/events?" + many)).Status);
    }
}
