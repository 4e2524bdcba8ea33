namespace Billing.Tests.Purchases;

[Collection(SharedBilling.Name)]
public sealed class RepeatingAPurchaseTests(BillingApplication billing)
{
    private const int AtOnce = 20;

    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task WithoutAKeyEachRequestIsAPurchase()
    {
        var first = await billing.StartPurchaseAsync(_user);
        var second = await billing.StartPurchaseAsync(_user);

        Assert.NotEqual(first.PurchaseId, second.PurchaseId);
        Assert.Equal(2, (await billing.Stripe.PaymentsOfAsync(_user)).Count);
    }

    [Fact]
    public async Task TheSameKeyGetsTheSameAnswer()
    {
        var first = await billing.PurchaseAsync(_user, key: "again");
        var second = await billing.PurchaseAsync(_user, key: "again");

        Assert.Equal((HttpStatusCode.Created, first.Body), (second.Status, second.Body));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
        Assert.Equal(1, (await billing.PurchasesOfAsync(_user)).Total);
    }

    [Fact]
    public async Task TheSameKeyTwentyTimesAtOnce_OnePurchase_OnePayment_OneAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => billing.PurchaseAsync(_user, key: "at-once")));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Created, answers[0].Body), (answer.Status, answer.Body)));
        Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
        Assert.Equal(1, (await billing.PurchasesOfAsync(_user)).Total);
    }

    [Fact]
    public async Task TwentyFirstPurchasesAtOnce_OneCustomer()
    {
        var started = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => billing.StartPurchaseAsync(_user)));

        Assert.Equal(AtOnce, started.Select(purchase => purchase.PaymentIntentId).Distinct().Count());
        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
        Assert.All(await billing.Stripe.PaymentsOfAsync(_user), payment => Assert.Equal(customer.Id, payment.CustomerId));
        Assert.Equal(1, await billing.CountAsync($"SELECT count(*) FROM customers WHERE user_id = '{_user}'"));
    }

    [Fact]
    public async Task TheSameKeyForAnotherPackIsRefused()
    {
        await billing.StartPurchaseAsync(_user, "small", key: "other-pack");

        (await billing.PurchaseAsync(_user, "large", key: "other-pack"))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task TwoUsersMayChooseTheSameKey()
    {
        var other = BillingApplication.NewUser();

        var mine = await billing.StartPurchaseAsync(_user, key: "popular-key");
        var theirs = await billing.StartPurchaseAsync(other, key: "popular-key");

        Assert.NotEqual(mine.PurchaseId, theirs.PurchaseId);
    }

    [Fact]
    public async Task AProcessThatDiedBeforeItsAnswerWasKept_TheRepeatContinuesItsPurchase()
    {
        var first = await billing.StartPurchaseAsync(_user, key: "crashed");
        await billing.ForgetAnswerAsync(_user, "crashed");

        var second = await billing.StartPurchaseAsync(_user, key: "crashed");

        Assert.Equal(first, second);
        Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
    }

    [Fact]
    public async Task AProcessThatDiedBeforeThePaymentWasNoted_TheRepeatFindsThePayment()
    {
        var first = await billing.StartPurchaseAsync(_user, key: "crashed-early");
        await billing.ForgetAnswerAsync(_user, "crashed-early");
        await billing.ExecuteAsync($"UPDATE purchases SET payment_intent_id = NULL WHERE id = '{first.PurchaseId}'");

        var second = await billing.StartPurchaseAsync(_user, key: "crashed-early");

        Assert.Equal(first, second);
        Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
    }
}
