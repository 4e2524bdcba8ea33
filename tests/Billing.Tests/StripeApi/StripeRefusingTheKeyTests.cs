namespace Billing.Tests.StripeApi;

public sealed class StripeRefusingTheKeyTests
{
    [Fact]
    public async Task AKeyThatStripeDoesNotKnowIs502_AndNotTold()
    {
        const string wrongKey = "sk_test_of_another_account";
        await using var billing = await BillingApplication.StartAsync(("STRIPE_SECRET_KEY", wrongKey));

        var refused = await billing.PurchaseAsync(BillingApplication.NewUser());

        refused.AssertProblem(HttpStatusCode.BadGateway, "stripe_refused");
        Assert.DoesNotContain("sk_", refused.Body, StringComparison.Ordinal);
    }
}
