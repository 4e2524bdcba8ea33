namespace Billing.Tests.StripeApi;

public sealed class StripeOutOfReachTests(BillingApplication billing) : IClassFixture<BillingApplication>
{
    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task TheConnectionIsCut_503_AndTheRepeatWorksOnceItIsMended()
    {
        billing.StripeLink.Cut();
        var refused = await billing.PurchaseAsync(_user, key: "cut");
        refused.AssertProblem(HttpStatusCode.ServiceUnavailable, "stripe_unavailable");
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);

        billing.StripeLink.Restore();
        await billing.StartPurchaseAsync(_user, key: "cut");

        Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
        Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
    }
}
