using Contracts;

namespace Billing.Tests.Purchases;

/// <summary>A pack bought on Stripe's own page, told by the events that the local Stripe really sends of it.</summary>
[Collection(SharedBilling.Name)]
public sealed class BuyingThroughCheckoutTests(BillingApplication billing) : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => billing.Stripe.ForgetFaultsAsync();

    [Fact]
    public async Task TheSessionSellsThePack_AndItsPaymentCarriesWhatTheEventsNeed()
    {
        var started = await StartAsync("medium");

        var session = Assert.Single(await billing.Stripe.SessionsOfAsync(_user));
        Assert.Equal(started.CheckoutUrl, session.Url);
        Assert.Equal(
            ("payment", 1_000, "usd", started.PurchaseId.ToString(), "https://app.example/done", "https://app.example/back"),
            (session.Mode, session.AmountTotal, session.Currency, session.Metadata["purchase_id"], session.SuccessUrl, session.CancelUrl));
        Assert.Equal("playground_credits", session.Metadata["type"]);

        await billing.Stripe.PayCheckoutAsync(session.Id, "pm_card_visa");
        var payment = Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
        Assert.Equal(
            ("playground_credits", _user, started.PurchaseId.ToString(), "250", "1000"),
            (payment.Metadata["type"], payment.Metadata["user_id"], payment.Metadata["purchase_id"], payment.Metadata["credits"],
                payment.Metadata["amount_cents"]));
        Assert.Equal(("succeeded", 1_000), (payment.Status, payment.AmountReceived));
    }

    [Fact]
    public async Task Paid_ItSucceeded()
    {
        var purchase = await PaidAsync("pm_card_visa");

        await billing.DeliverAsync(purchase.Succeeded(_user));
        await billing.DeliverAsync(Completed(purchase, "paid"));

        await AssertStatusAsync(purchase, "succeeded");
    }

    [Fact]
    public async Task PaidByADelayedMethod_ItIsProcessing_UntilTheMoneyComes()
    {
        var purchase = await PaidAsync("pm_usBankAccount_success");
        await billing.DeliverAsync(Completed(purchase, "unpaid"));
        await AssertStatusAsync(purchase, "processing");

        await billing.DeliverAsync(MoneyCame(purchase));
        await billing.DeliverAsync(purchase.Succeeded(_user));

        await AssertStatusAsync(purchase, "succeeded");
    }

    [Fact]
    public async Task PaidByADelayedMethod_AndTheMoneyDoesNotCome_ItFailed()
    {
        var purchase = await PaidAsync("pm_usBankAccount_insufficientFunds");

        await billing.DeliverAsync(MoneyDidNotCome(purchase));
        await billing.DeliverAsync(Completed(purchase, "unpaid"));

        await AssertStatusAsync(purchase, "failed");
    }

    [Fact]
    public async Task LeftAlone_ItIsCanceled_AndMoneyThatCameAllTheSameOutweighsThat()
    {
        var purchase = await PaidAsync("pm_card_visa");

        await billing.DeliverAsync(Expired(purchase));
        await AssertStatusAsync(purchase, "canceled", paymentIsKnown: false);

        await billing.DeliverAsync(purchase.Succeeded(_user));
        await AssertStatusAsync(purchase, "succeeded");
    }

    [Fact]
    public async Task EventsThatOvertakeTheAnswerFindThePurchase()
    {
        var purchase = await PaidAsync("pm_card_visa");
        await billing.ExecuteAsync($"UPDATE purchases SET checkout_session_id = NULL WHERE id = '{purchase.PurchaseId}'");

        await billing.DeliverAsync(Completed(purchase, "unpaid"));

        await AssertStatusAsync(purchase, "processing");
    }

    [Fact]
    public async Task ASessionOfAnotherPurchaseOrUserOrKindChangesNothing()
    {
        var purchase = await PaidAsync("pm_card_visa");
        var session = Completed(purchase, "unpaid");

        await billing.DeliverAsync(session with { SessionId = "cs_another" });
        await billing.DeliverAsync(session with { Metadata = new Dictionary<string, string>(session.Metadata) { ["user_id"] = "someone-else" } });
        await billing.DeliverAsync(session with { Mode = "subscription" });
        await billing.DeliverAsync(session with { Metadata = new Dictionary<string, string>() });

        await AssertStatusAsync(purchase, "pending", paymentIsKnown: false);
    }

    [Fact]
    public async Task TheSameKeyGetsTheSameCheckout_AlsoAfterACrash()
    {
        var first = await billing.CheckoutAsync(_user, key: "again");
        var second = await billing.CheckoutAsync(_user, key: "again");
        await billing.ForgetAnswerAsync(_user, "again");
        var third = await billing.CheckoutAsync(_user, key: "again");
        await billing.ForgetAnswerAsync(_user, "again");
        await billing.ExecuteAsync($"UPDATE purchases SET checkout_session_id = NULL WHERE user_id = '{_user}'");
        var fourth = await billing.CheckoutAsync(_user, key: "again");

        Assert.All([second, third, fourth], again => Assert.Equal((HttpStatusCode.Created, first.Body), (again.Status, again.Body)));
        Assert.Single(await billing.Stripe.SessionsOfAsync(_user));
        Assert.Equal(1, (await billing.PurchasesOfAsync(_user)).Total);
    }

    [Fact]
    public async Task RepeatedWhenItIsPaid_ItSaysSo()
    {
        await billing.CheckoutAsync(_user, key: "late");
        var session = Assert.Single(await billing.Stripe.SessionsOfAsync(_user));
        await billing.Stripe.PayCheckoutAsync(session.Id, "pm_card_visa");
        await billing.ForgetAnswerAsync(_user, "late");

        (await billing.CheckoutAsync(_user, key: "late")).AssertProblem(HttpStatusCode.Conflict, "checkout_closed");
    }

    [Fact]
    public async Task WhileStripeFails_ItWaits_AndTheRepeatContinuesIt()
    {
        await billing.Stripe.LoseAnswersAsync("/v1/checkout/sessions", requests: 1_000);
        (await billing.CheckoutAsync(_user, key: "lost")).AssertProblem(HttpStatusCode.ServiceUnavailable, "stripe_unavailable");

        await billing.Stripe.ForgetFaultsAsync();
        var started = (await billing.CheckoutAsync(_user, key: "lost")).As<StartedCheckout>(HttpStatusCode.Created);

        Assert.Equal(started.CheckoutUrl, Assert.Single(await billing.Stripe.SessionsOfAsync(_user)).Url);
    }

    [Theory]
    [InlineData("https://elsewhere.example/done")]
    [InlineData("https://app.example.elsewhere.example/done")]
    [InlineData("https://app.example@elsewhere.example/done")]
    [InlineData("https://user@app.example/done")]
    [InlineData("https://elsewhere.example\\@app.example/done")]
    [InlineData("http://app.example/done")]
    [InlineData("https://app.example:8443/done")]
    [InlineData("//app.example/done")]
    [InlineData("/done")]
    [InlineData("javascript:alert(1)")]
    public async Task AnAddressThatIsNotOursIsRefused(string url)
    {
        (await billing.CheckoutAsync(_user, successUrl: url)).AssertProblem(HttpStatusCode.BadRequest, "return_url_not_allowed");
        (await billing.CheckoutAsync(_user, cancelUrl: url)).AssertProblem(HttpStatusCode.BadRequest, "return_url_not_allowed");
        Assert.Empty((await billing.PurchasesOfAsync(_user)).Purchases);
    }

    [Fact]
    public async Task StripesPlaceholderMayStandInAnAddress()
    {
        await StartAsync("small", successUrl: "http://127.0.0.1:5173/done?session={CHECKOUT_SESSION_ID}");

        Assert.Single(await billing.Stripe.SessionsOfAsync(_user));
    }

    [Fact]
    public async Task AnUnknownPackageIsRefused() =>
        (await billing.CheckoutAsync(_user, "huge")).AssertProblem(HttpStatusCode.BadRequest, "package_unknown");

    private async Task<StartedCheckout> StartAsync(string package, string successUrl = "https://app.example/done") =>
        (await billing.CheckoutAsync(_user, package, successUrl: successUrl)).As<StartedCheckout>(HttpStatusCode.Created);

    // A purchase whose payer went through the page; nothing of it was delivered yet.
    private async Task<StartedPurchase> PaidAsync(string method)
    {
        var started = await StartAsync("small");
        var session = Assert.Single(await billing.Stripe.SessionsOfAsync(_user));
        await billing.Stripe.PayCheckoutAsync(session.Id, method);
        var payment = Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
        return new StartedPurchase(started.PurchaseId, payment.Id, session.Id, "", 100, payment.Amount, payment.Currency);
    }

    private async Task AssertStatusAsync(StartedPurchase purchase, string status, bool paymentIsKnown = true)
    {
        var seen = await billing.PurchaseOfAsync(_user, purchase.PurchaseId);
        Assert.Equal((status, paymentIsKnown ? purchase.PaymentIntentId : null), (seen.Status, seen.PaymentIntentId));
    }

    private CheckoutCompleted Completed(StartedPurchase purchase, string paymentStatus) => new()
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        SessionId = purchase.ClientSecret,
        Mode = "payment",
        PaymentStatus = paymentStatus,
        PaymentIntentId = purchase.PaymentIntentId,
        Metadata = new Dictionary<string, string>
        {
            ["type"] = "playground_credits",
            ["user_id"] = _user,
            ["purchase_id"] = purchase.PurchaseId.ToString(),
        },
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private CheckoutPaymentSucceeded MoneyCame(StartedPurchase purchase)
    {
        var session = Completed(purchase, "paid");
        return new()
        {
            EventId = session.EventId,
            SessionId = session.SessionId,
            Mode = session.Mode,
            PaymentStatus = session.PaymentStatus,
            PaymentIntentId = session.PaymentIntentId,
            Metadata = session.Metadata,
            OccurredAt = session.OccurredAt.AddDays(3),
        };
    }

    private CheckoutPaymentFailed MoneyDidNotCome(StartedPurchase purchase)
    {
        var session = Completed(purchase, "unpaid");
        return new()
        {
            EventId = session.EventId,
            SessionId = session.SessionId,
            Mode = session.Mode,
            PaymentStatus = session.PaymentStatus,
            PaymentIntentId = session.PaymentIntentId,
            Metadata = session.Metadata,
            OccurredAt = session.OccurredAt.AddDays(3),
        };
    }

    private CheckoutExpired Expired(StartedPurchase purchase)
    {
        var session = Completed(purchase, "unpaid");
        return new()
        {
            EventId = session.EventId,
            SessionId = session.SessionId,
            Mode = session.Mode,
            PaymentStatus = session.PaymentStatus,
            Metadata = session.Metadata,
            OccurredAt = session.OccurredAt.AddDays(1),
        };
    }
}
