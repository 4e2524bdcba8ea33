using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Control;

public sealed class LookingAtRequestsTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task ARequest_IsShownWithItsParametersAndItsOutcome()
    {
        var declined = await _server.SendAsync(
            HttpMethod.Post,
            "/v1/payment_intents",
            ["amount=500", "currency=usd", "payment_method=pm_card_chargeDeclined", "confirm=true", "expand[]=customer", "expand[]=latest_charge"],
            headers: [("Idempotency-Key", "pay-once"), ("Stripe-Version", "2025-03-31.basil")]);

        var shown = (await LoggedAsync())[0];
        Assert.Equal(("POST", "/v1/payment_intents", 402), (shown.Text("method"), shown.Text("path"), shown["status"]!.GetValue<int>()));
        Assert.Equal(("pay-once", "2025-03-31.basil"), (shown.Text("idempotencyKey"), shown.Text("version")));
        Assert.Equal(declined.Header("Request-Id"), shown.Text("requestId"));
        Assert.Equal(("500", "customer, latest_charge"), (shown["parameters"]!.Text("amount"), shown["parameters"]!.Text("expand[]")));
        Assert.Equal("card_declined", shown["error"]!.Text("code"));
    }

    [Fact]
    public async Task SecretsAndNumbers_AreMasked()
    {
        var intent = await _server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd");
        await _server.GetAsync($"/v1/payment_intents/{intent.Id}?client_secret={intent.Json.Text("client_secret")}");
        await _server.PostAsync(
            "/v1/payment_methods", "type=card", "card[number]=4242424242424242", "card[cvc]=737", "card[exp_month]=12", "card[exp_year]=2030");
        await _server.PostAsync("/v1/customers", "description=card 4242 4242 4242 4242 of ada", "metadata[key]=sk_test_abcdefghijkl");

        var log = (await _server.GetAsync("/_emulator/requests")).Body;

        foreach (var secret in (string[])["4242424242424242", "4242 4242 4242", "737", "_secret_", "sk_test_"])
        {
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        }

        var card = (await LoggedAsync()).Single(request => request.Text("path") == "/v1/payment_methods");
        Assert.Equal("********4242", card["parameters"]!.Text("card[number]"));
    }

    [Fact]
    public async Task WhatIsNotCovered_AndWhatWasBrokenOff_IsThereToo()
    {
        await _server.PlanFaultAsync(new { drop = true, path = "/v1/customers" });
        await Assert.ThrowsAsync<HttpRequestException>(() => _server.PostAsync("/v1/customers"));
        await _server.GetAsync("/v1/unheard_of");

        var logged = await LoggedAsync();
        Assert.Equal((404, "/v1/unheard_of"), (logged[0]["status"]!.GetValue<int>(), logged[0].Text("path")));
        Assert.Equal("/v1/customers", logged[1].Text("path"));
        Assert.Null(logged[1]["status"]);
        Assert.Single((await _server.GetAsync("/_emulator/requests?limit=1")).Json["data"]!.AsArray());
        await _server.PostAsync("/_emulator/reset");
        Assert.Empty(await LoggedAsync());
    }

    private async Task<IReadOnlyList<JsonNode>> LoggedAsync() =>
        [.. (await _server.GetAsync("/_emulator/requests")).Json["data"]!.AsArray().Select(request => request!)];
}
