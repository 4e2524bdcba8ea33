namespace Billing.Tests.Purchases;

[Collection(SharedBilling.Name)]
public sealed class StripeFailingTests(BillingApplication billing) : IAsyncLifetime
{
    private const string Payments = "/v1/payment_intents";
    private const string Customers = "/v1/customers";
    private const int UntilForgotten = 1_000;

    private readonly string _user = BillingApplication.NewUser();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => billing.Stripe.ForgetFaultsAsync();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(409)]
    public async Task AShortTroubleIsNotNoticed(int status)
    {
        await billing.Stripe.FailAsync(Payments, requests: 3, status);

        await billing.StartPurchaseAsync(_user);

        Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
    }

    [Fact]
    public async Task AnAnswerThatGetsLostIsAskedForAgain_OnePayment()
    {
        await billing.Stripe.LoseAnswersAsync(Payments, requests: 2);

        var started = await billing.StartPurchaseAsync(_user);

        Assert.Equal(started.PaymentIntentId, Assert.Single(await billing.Stripe.PaymentsOfAsync(_user)).Id);
    }

    [Fact]
    public async Task WhileStripeFails_ThePurchaseWaits_AndTheRepeatContinuesIt()
    {
        await billing.StartPurchaseAsync(_user);
        await billing.Stripe.FailAsync(Payments, UntilForgotten, status: 500);

        var refused = await billing.PurchaseAsync(_user, key: "later");

        refused.AssertProblem(HttpStatusCode.ServiceUnavailable, "stripe_unavailable");
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        var waiting = (await billing.PurchasesOfAsync(_user)).Purchases[0];
        Assert.Equal(("pending", null), (waiting.Status, waiting.PaymentIntentId));

        await billing.Stripe.ForgetFaultsAsync();
        var started = await billing.StartPurchaseAsync(_user, key: "later");
        Assert.Equal(waiting.Id, started.PurchaseId);
        Assert.Equal(2, (await billing.Stripe.PaymentsOfAsync(_user)).Count);
    }

    [Fact]
    public async Task EveryAnswerIsLost_TheRepeatFindsThePaymentThatWasMade()
    {
        await billing.Stripe.LoseAnswersAsync(Payments, UntilForgotten);

        (await billing.PurchaseAsync(_user, key: "lost")).AssertProblem(HttpStatusCode.ServiceUnavailable, "stripe_unavailable");

        await billing.Stripe.ForgetFaultsAsync();
        var started = await billing.StartPurchaseAsync(_user, key: "lost");
        Assert.Equal(started.PaymentIntentId, Assert.Single(await billing.Stripe.PaymentsOfAsync(_user)).Id);
        Assert.Equal(1, (await billing.PurchasesOfAsync(_user)).Total);
    }

    [Fact]
    public async Task ACustomerThatCannotBeMadeIsMadeByTheRepeat()
    {
        await billing.Stripe.LoseAnswersAsync(Customers, UntilForgotten);
        (await billing.PurchaseAsync(_user, key: "customer")).AssertProblem(HttpStatusCode.ServiceUnavailable, "stripe_unavailable");

        await billing.Stripe.ForgetFaultsAsync();
        await billing.StartPurchaseAsync(_user, key: "customer");

        Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task WhatStripeRefusesIsOurFault_ThePurchaseShowsAsFailed_AndCanStillBeContinued(int status)
    {
        await billing.Stripe.FailAsync(Payments, requests: 1, status);

        var refused = await billing.PurchaseAsync(_user, key: "refused");

        refused.AssertProblem(HttpStatusCode.BadGateway, "stripe_refused");
        Assert.DoesNotContain(BillingApplication.SecretKey, refused.Body, StringComparison.Ordinal);
        var failed = Assert.Single((await billing.PurchasesOfAsync(_user)).Purchases);
        Assert.Equal(("failed", "stripe_refused", null), (failed.Status, failed.FailureReason, failed.PaymentIntentId));

        var started = await billing.StartPurchaseAsync(_user, key: "refused");
        var mended = await billing.PurchaseOfAsync(_user, failed.Id);
        Assert.Equal(failed.Id, started.PurchaseId);
        Assert.Equal(("pending", null), (mended.Status, mended.FailureReason));
    }

    [Fact]
    public async Task ACustomerWhoWasDeletedAtStripeIsReplaced()
    {
        await billing.StartPurchaseAsync(_user);
        var gone = Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
        await billing.Stripe.DeleteCustomerAsync(gone.Id);

        var started = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => billing.StartPurchaseAsync(_user, key: $"after-{i}")));

        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
        var payments = await billing.Stripe.PaymentsOfAsync(_user);
        Assert.All(started, purchase =>
            Assert.Equal(customer.Id, payments.Single(payment => payment.Id == purchase.PaymentIntentId).CustomerId));
    }
}
