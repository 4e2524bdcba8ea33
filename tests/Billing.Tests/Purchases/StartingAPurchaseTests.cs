using System.Text;

namespace Billing.Tests.Purchases;

[Collection(SharedBilling.Name)]
public sealed class StartingAPurchaseTests(BillingApplication billing)
{
    private readonly string _user = BillingApplication.NewUser();

    [Theory]
    [InlineData("small", 100, 500)]
    [InlineData("medium", 250, 1000)]
    [InlineData("large", 600, 2000)]
    public async Task TheAnswerHasAllThatAPageNeedsToPay(string package, long credits, long amount)
    {
        var answer = await billing.PurchaseAsync(_user, package);

        var started = answer.As<StartedPurchase>(HttpStatusCode.Created);
        Assert.Equal($"/api/v1/playground/credits/purchases/{started.PurchaseId}", answer.Headers.Location?.ToString());
        Assert.Equal((credits, amount, "usd"), (started.Credits, started.Amount, started.Currency));
        Assert.Equal(BillingApplication.PublishableKey, started.PublishableKey);
        Assert.StartsWith(started.PaymentIntentId + "_secret_", started.ClientSecret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StripeIsToldWhoBuysWhat()
    {
        var started = await billing.StartPurchaseAsync(_user, "medium");

        var payment = Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
        Assert.Equal((started.PaymentIntentId, 1000, "usd"), (payment.Id, payment.Amount, payment.Currency));
        Assert.Equal(customer.Id, payment.CustomerId);
        Assert.Equal("250 playground credits", payment.Description);
        Assert.True(payment.AutomaticPaymentMethods.Enabled);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["type"] = "playground_credits",
                ["user_id"] = _user,
                ["purchase_id"] = started.PurchaseId.ToString(),
                ["package"] = "medium",
                ["credits"] = "250",
                ["amount_cents"] = "1000",
                ["currency"] = "usd",
            },
            payment.Metadata);
    }

    [Fact]
    public async Task ItIsPendingUntilSomeonePays()
    {
        var started = await billing.StartPurchaseAsync(_user);

        var purchase = await billing.PurchaseOfAsync(_user, started.PurchaseId);
        Assert.Equal(("pending", "small", 100, 500), (purchase.Status, purchase.Package, purchase.Credits, purchase.Amount));
        Assert.Equal(started.PaymentIntentId, purchase.PaymentIntentId);
        Assert.False(purchase.CreditsGranted);
        Assert.Null(purchase.FailureReason);
        Assert.Equal(TimeSpan.Zero, purchase.CreatedAt.Offset);
    }

    [Fact]
    public async Task AUserIdThatNoHeaderCanCarryBuysLikeAnyOther()
    {
        var user = _user + "|ü漢字 \"'%";

        var started = await billing.StartPurchaseAsync(user);

        Assert.Equal(started.PaymentIntentId, Assert.Single(await billing.Stripe.PaymentsOfAsync(user)).Id);
    }

    [Fact]
    public async Task APackThatIsNotOnSaleIsRefused_AndTheOnesThatAreAreNamed()
    {
        var answer = await billing.PurchaseAsync(_user, "gigantic");

        answer.AssertProblem(HttpStatusCode.BadRequest, "package_unknown");
        Assert.Contains("small, medium, large", (string)answer.Json["detail"]!, StringComparison.Ordinal);
        Assert.Equal(0, (await billing.PurchasesOfAsync(_user)).Total);
    }

    [Theory]
    [InlineData("""{}""", "validation_failed")]
    [InlineData("""{"package": ""}""", "validation_failed")]
    [InlineData("""{"package": "a-name-that-is-longer-than-any-pack-is-allowed-to-have"}""", "validation_failed")]
    [InlineData("""{"package": null}""", "malformed_request")]
    [InlineData("""{"package": 3}""", "malformed_request")]
    [InlineData("""{"package": "small", "amount": 1}""", "malformed_request")]
    [InlineData("""{"package": "small" """, "malformed_request")]
    [InlineData("", "malformed_request")]
    public async Task ARequestThatCannotBeReadIsRefused(string body, string code)
    {
        using var client = billing.ClientFor(_user);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await HttpAnswer.OfAsync(client.PostAsync(
            new Uri("/api/v1/playground/credits/purchase", UriKind.Relative), content));

        answer.AssertProblem(HttpStatusCode.BadRequest, code);
        Assert.Equal(0, (await billing.PurchasesOfAsync(_user)).Total);
    }

    [Fact]
    public async Task WithoutATokenNothingIsSold()
    {
        using var client = billing.AnonymousClient();
        using var content = new StringContent("""{"package": "small"}""", Encoding.UTF8, "application/json");

        var answer = await HttpAnswer.OfAsync(client.PostAsync(
            new Uri("/api/v1/playground/credits/purchase", UriKind.Relative), content));

        answer.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
