namespace StripeEmulator.Tests.Requests;

public sealed class RefusingWrongRequestsTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Theory]
    [InlineData("amount=500&currency=usd&colour=red", "parameter_unknown", "colour")]
    [InlineData("amount=500&currency=usd&shipping[address][city]=London&shipping[colour]=red", "parameter_unknown", "shipping[colour]")]
    [InlineData("currency=usd", "parameter_missing", "amount")]
    [InlineData("amount=500", "parameter_missing", "currency")]
    [InlineData("amount=five&currency=usd", "parameter_invalid_integer", "amount")]
    [InlineData("amount=-1&currency=usd", "parameter_invalid_integer", "amount")]
    [InlineData("amount=49&currency=usd", "amount_too_small", "amount")]
    [InlineData("amount=100000000&currency=usd", "amount_too_large", "amount")]
    [InlineData("amount=500&currency=dollars", null, "currency")]
    [InlineData("amount=500&currency=usd&confirm=maybe", null, "confirm")]
    [InlineData("amount=500&currency=usd&confirm=true", "parameter_missing", "payment_method")]
    [InlineData("amount=500&currency=usd&customer=cus_unknown", "resource_missing", "customer")]
    [InlineData("amount=500&currency=usd&payment_method=pm_unknown", "resource_missing", "payment_method")]
    [InlineData("amount=500&currency=usd&capture_method=later", null, "capture_method")]
    [InlineData("amount=500&currency=usd&expand[]=amount", null, "expand")]
    [InlineData("amount=500&currency=usd&expand[]=latest_charge.payment_intent.customer.a.b", null, "expand")]
    public async Task AWrongParameter_IsNamed_AndNothingIsMade(string query, string? code, string parameter)
    {
        await using var fresh = await EmulatorServer.StartAsync();

        var answer = await fresh.PostAsync("/v1/payment_intents", query.Split('&'));

        Assert.Equal(400, answer.Status);
        Assert.Equal(
            ("invalid_request_error", code, parameter),
            (answer.ErrorType, answer.Code, answer.Parameter));
        Assert.Empty(await fresh.Stripe.V1.PaymentIntents.ListAsync());
        Assert.Empty(await fresh.EventTypesAsync());
    }

    [Theory]
    [InlineData("expand[]=latest_charge&expand[]=payment_method")]
    [InlineData("expand[0]=latest_charge&expand[1]=payment_method")]
    public async Task BothWaysToWriteAList_MeanTheSame(string expand)
    {
        var answer = await server.PostAsync(
            "/v1/payment_intents", [.. "amount=500&currency=usd&payment_method=pm_card_visa&confirm=true".Split('&'), .. expand.Split('&')]);

        Assert.Equal("charge", answer.Json["latest_charge"]!["object"]!.GetValue<string>());
        Assert.Equal("payment_method", answer.Json["payment_method"]!["object"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("2025-02-24.acacia", 200)]
    [InlineData("2026-10-28.endive", 400)]
    public async Task NamingPaymentMethodTypes_IsAMatterOfTheVersion(string? version, int status)
    {
        (string, string)[] headers = version is null ? [] : [("Stripe-Version", version)];

        var answer = await server.SendAsync(
            HttpMethod.Post, "/v1/payment_intents", ["amount=500", "currency=usd", "payment_method_types[]=card"], headers: headers);

        Assert.Equal(status, answer.Status);
        Assert.Equal(version ?? "2026-08-26.dahlia", answer.Header("Stripe-Version"));
        Assert.Equal(status == 400 ? "payment_method_types_no_longer_supported" : null, answer.Json["error"]?["code"]?.GetValue<string>());
    }

    [Fact]
    public async Task AMalformedVersion_IsRefused()
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/v1/customers", headers: ("Stripe-Version", "latest"));

        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("GET", "/v1/unheard_of")]
    [InlineData("PUT", "/v1/customers")]
    [InlineData("POST", "/v1/charges")]
    public async Task APathThatIsNotCovered_SaysSo(string method, string path)
    {
        var answer = await server.SendAsync(new HttpMethod(method), path);

        Assert.Equal(404, answer.Status);
        Assert.Contains("Unrecognized request URL", answer.Error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("req_", answer.Header("Request-Id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AJsonBody_IsRefused()
    {
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        using var response = await server.Http.PostAsync(new Uri("/v1/customers", UriKind.Relative), body);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("a[b")]
    [InlineData("[a]")]
    [InlineData("a[b]c")]
    [InlineData("a[1][2][3][4][5][6][7][8][9]")]
    public async Task AMalformedName_IsRefused(string name)
    {
        Assert.Equal(400, (await server.PostAsync("/v1/customers", name + "=x")).Status);
    }
}
