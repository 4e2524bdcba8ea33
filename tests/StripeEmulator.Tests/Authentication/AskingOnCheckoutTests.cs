using Stripe.Checkout;

namespace StripeEmulator.Tests.Authentication;

public sealed class AskingOnCheckoutTests : IAsyncLifetime, IDisposable
{
    private const string TypedCard = "4000 0027 6000 3184";

    private readonly Browser _browser = new();
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task APayerWhoAgrees_GoesOnToTheShop_WithThePaymentMade()
    {
        var session = await _server.CreatePackSessionAsync();
        await TypeCardAsync(session, "Pay $30.00");

        await _browser.AnswerAsync(_browser.Redirect!);

        Assert.Equal($"https://shop.example.test/done?session={session.Id}", _browser.Redirect!.ToString());
        var done = await ReloadAsync(session);
        Assert.Equal(("complete", "paid", "ada@example.test"), (done.Status, done.PaymentStatus, done.CustomerDetails.Email));
        Assert.Equal(
            [
                "payment_intent.created", "payment_intent.requires_action", "charge.succeeded", "payment_intent.succeeded",
                "checkout.session.completed",
            ],
            (await _server.EventTypesAsync()).Where(type => !type.StartsWith("pr", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task APayerWhoDoesNotAgree_ComesBackToTheSession_AndPaysWithAnotherCard()
    {
        var session = await _server.CreatePackSessionAsync();
        await TypeCardAsync(session, "Pay $30.00");

        await _browser.AnswerAsync(_browser.Redirect!, agrees: false);
        await _browser.OpenAsync(new Uri(_server.Url, _browser.Redirect!));
        var page = _browser.Page;
        await _browser.PressAsync("Pay $30.00", ("number", "4242424242424242"));

        Assert.Contains("""role="alert">We are unable to authenticate your payment method.""", page, StringComparison.Ordinal);
        Assert.Equal("paid", (await ReloadAsync(session)).PaymentStatus);
        Assert.Single(await _server.Stripe.V1.PaymentIntents.ListAsync());
    }

    [Fact]
    public async Task ASubscription_BeginsOnlyWhenThePayerAgreed()
    {
        var session = await _server.CreatePlanSessionAsync();
        await TypeCardAsync(session, "Pay $10.00");
        var question = _browser.Redirect!;
        var before = await _server.Stripe.V1.Subscriptions.ListAsync(new() { Status = "all" });

        await _browser.AnswerAsync(question);

        Assert.Empty(before);
        var subscription = Assert.Single(await _server.Stripe.V1.Subscriptions.ListAsync());
        Assert.Equal("active", subscription.Status);
        var invoice = await _server.Stripe.V1.Invoices.GetAsync(
            subscription.LatestInvoiceId, new() { Expand = ["payments.data.payment.payment_intent"] });
        Assert.Equal("paid", invoice.Status);

        // It is the payment that the payer was asked about, and no other was made.
        Assert.Contains(invoice.Payments.Single().Payment.PaymentIntentId, question.ToString(), StringComparison.Ordinal);
        Assert.Single(await _server.Stripe.V1.PaymentIntents.ListAsync());
        Assert.Equal("https://shop.example.test/done", _browser.Redirect!.ToString());
    }

    [Fact]
    public async Task AnExpiredSession_IsNotPaidByALateAnswer()
    {
        var session = await _server.CreatePackSessionAsync();
        await TypeCardAsync(session, "Pay $30.00");
        await _server.Stripe.V1.Checkout.Sessions.ExpireAsync(session.Id);

        await _browser.OpenAsync(_browser.Redirect!);

        Assert.DoesNotContain("<form", _browser.Page, StringComparison.Ordinal);
        Assert.Empty(await _server.Stripe.V1.Charges.ListAsync());
    }

    [Theory]
    [InlineData(true, true, null)]
    [InlineData(false, false, "payment_intent_authentication_failure")]
    public async Task TheControlApi_SaysWhatThePayerAnswers(bool authenticates, bool succeeds, string? code)
    {
        var session = await _server.CreatePackSessionAsync();

        var paid = await _server.ControlAsync(
            $"/_emulator/checkout/{session.Id}/pay", new { paymentMethod = "pm_card_authenticationRequired", authenticates });

        Assert.Equal((succeeds, code), (paid["succeeded"]!.GetValue<bool>(), paid["declineCode"]?.GetValue<string>()));
    }

    private async Task TypeCardAsync(Session session, string button)
    {
        await _browser.OpenAsync(new Uri(session.Url));
        await _browser.PressAsync(button, ("number", TypedCard), ("email", "ada@example.test"));
    }

    private Task<Session> ReloadAsync(Session session) => _server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id);
}
