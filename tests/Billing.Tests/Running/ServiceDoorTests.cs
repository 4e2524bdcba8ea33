namespace Billing.Tests.Running;

[Collection(SharedBilling.Name)]
public sealed class ServiceDoorTests(BillingApplication billing)
{
    [Fact]
    public async Task ItIsAliveAndReady()
    {
        using var client = billing.AnonymousClient();

        Assert.Equal(HttpStatusCode.OK, (await HttpAnswer.OfAsync(client.GetAsync("/health/live"))).Status);
        await Eventually.Async(async () => (await HttpAnswer.OfAsync(client.GetAsync("/health/ready"))).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task OpenApiNamesEveryRouteWithItsRefusals()
    {
        using var client = billing.AnonymousClient();

        var paths = (await HttpAnswer.OfAsync(client.GetAsync("/openapi/v1.json"))).Json["paths"]!;

        var purchase = paths["/api/v1/playground/credits/purchase"]!["post"]!;
        Assert.Equal("StartPurchase", (string?)purchase["operationId"]);
        Assert.Equal(
            ["201", "400", "401", "409", "422", "502", "503"], purchase["responses"]!.AsObject().Select(response => response.Key).Order());
        Assert.Equal("ListCreditPacks", (string?)paths["/api/v1/playground/credits/packages"]!["get"]!["operationId"]);
        Assert.Equal("ListPurchases", (string?)paths["/api/v1/playground/credits/purchases"]!["get"]!["operationId"]);
        Assert.Equal("GetPurchase", (string?)paths["/api/v1/playground/credits/purchases/{id}"]!["get"]!["operationId"]);
    }
}
