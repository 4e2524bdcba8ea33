namespace Billing.Tests.Persistence;

public sealed class DatabaseAwayTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task WhileTheDatabaseIsAway_503_AndMessagesWait_ThenAllGoesOn()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        billing.DatabaseLink.Cut();

        (await billing.GetAsync(_user, "purchases")).AssertProblem(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        (await billing.PurchaseAsync(_user, key: "away")).AssertProblem(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        await billing.PublishAsync(purchase.Succeeded(_user));
        using var client = billing.AnonymousClient();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await HttpAnswer.OfAsync(client.GetAsync("/health/ready"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await HttpAnswer.OfAsync(client.GetAsync("/health/live"))).Status);

        billing.DatabaseLink.Restore();
        await billing.StartPurchaseAsync(_user, key: "away");
        await Eventually.Async(
            () => billing.PurchaseOfAsync(_user, purchase.PurchaseId),
            seen => Assert.Equal("succeeded", seen.Status));
        await Eventually.Async(async () => (await HttpAnswer.OfAsync(client.GetAsync("/health/ready"))).Status == HttpStatusCode.OK);
    }
}
