using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class FailingToRenewTests
{
    private static readonly TimeSpan PastFirstAttempt = TimeSpan.FromHours(2);
    private static readonly TimeSpan PastLastRetry = TimeSpan.FromDays(15.5);

    [Fact]
    public async Task TheFirstRefusal_MakesItPastDue_AndPlansARetry()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var subscription = await WithAFailingCardAsync(clocked, PastFirstAttempt);

        var server = clocked.Server;
        var late = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });
        Assert.Equal(("past_due", "open", 1), (late.Status, late.LatestInvoice.Status, late.LatestInvoice.AttemptCount));
        Assert.Equal(
            [
                "invoice.created", "customer.subscription.updated", "invoice.finalized", "payment_intent.created", "charge.failed",
                "payment_intent.payment_failed", "invoice.payment_failed", "invoice.updated", "customer.subscription.updated",
            ],
            (await server.EventTypesAsync())[^9..]);
        var failed = (await server.EventsAsync("invoice.payment_failed"))[0];
        Assert.Equal(3 * 86_400, failed.Subject().Number("next_payment_attempt") - failed.Number("created"));
        Assert.Equal("active", (await server.EventsAsync("customer.subscription.updated"))[^1].Before().Text("status"));
    }

    [Theory]
    [InlineData("canceled", "canceled")]
    [InlineData("unpaid", "unpaid")]
    [InlineData("past_due", "past_due")]
    [InlineData("paused", "paused")]
    public async Task AfterTheLastRetry_ItIsWhatTheSettingsSay(string setting, string status)
    {
        await using var clocked = await ClockedServer.StartAsync($"--Payments:AfterLastRetry={setting}");
        var subscription = await WithAFailingCardAsync(clocked, PastLastRetry);

        var ended = await clocked.Server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        Assert.Equal(status, ended.Status);
        var attempts = await clocked.Server.EventsAsync("invoice.payment_failed");
        Assert.Equal(
            [3, 5, 7], attempts.Zip(attempts.Skip(1), (earlier, later) => (later.Number("created") - earlier.Number("created")) / 86_400));
        Assert.Null(attempts[^1].Subject()["next_payment_attempt"]);
        Assert.Equal(setting == "canceled" ? 1 : 0, (await clocked.Server.EventsAsync("customer.subscription.deleted")).Count);
        if (setting == "canceled")
        {
            Assert.Equal("payment_failed", ended.CancellationDetails.Reason);
        }
    }

    [Fact]
    public async Task AnUnpaidOne_KeepsMakingDrafts_AndCollectsNothing()
    {
        await using var clocked = await ClockedServer.StartAsync("--Payments:AfterLastRetry=unpaid");
        var subscription = await WithAFailingCardAsync(clocked, PastLastRetry);

        await clocked.AdvanceAsync(TimeSpan.FromDays(31));

        var invoice = (await clocked.Server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] })).LatestInvoice;
        Assert.Equal(("draft", false), (invoice.Status, invoice.AutoAdvance));
    }

    [Theory]
    [InlineData("unpaid")]
    [InlineData("past_due")]
    public async Task ANewCardAndThePaidInvoice_BringItBack(string setting)
    {
        await using var clocked = await ClockedServer.StartAsync($"--Payments:AfterLastRetry={setting}");
        var server = clocked.Server;
        var subscription = await WithAFailingCardAsync(clocked, PastLastRetry);

        var refused = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Invoices.PayAsync(LatestInvoice(server, subscription)));
        await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { DefaultPaymentMethod = "pm_card_visa" });
        var paid = await server.Stripe.V1.Invoices.PayAsync(LatestInvoice(server, subscription));

        Assert.Equal("card_error", refused.StripeError.Type);
        Assert.Equal("paid", paid.Status);
        Assert.Equal("active", (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
        var last = (await server.EventsAsync("invoice.paid", "customer.subscription.updated")).TakeLast(2).ToList();
        Assert.Equal(["invoice.paid", "customer.subscription.updated"], last.Select(recorded => recorded.TypeOf()));
        Assert.Equal(setting, last[1].Before().Text("status"));
    }

    [Fact]
    public async Task PaidElsewhere_ItIsActiveAgain_WithoutAPayment()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await WithAFailingCardAsync(clocked, PastFirstAttempt);

        var paid = await server.Stripe.V1.Invoices.PayAsync(LatestInvoice(server, subscription), new() { PaidOutOfBand = true });

        Assert.Equal(("paid", 0, Shop.MonthlyCents), (paid.Status, paid.AmountPaid, paid.AmountPaidOffStripe));
        Assert.Equal("active", (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
        Assert.Equal(["invoice.paid", "customer.subscription.updated"], (await server.EventTypesAsync())[^2..]);
    }

    [Fact]
    public async Task AFirstPaymentThatFails_MakesItIncomplete_AndADayLaterItHasNeverBeen()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var customer = await server.CreateCustomerAsync("pm_card_chargeCustomerFail");

        var incomplete = await server.SubscribeAsync(customer.Id);
        await clocked.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("incomplete", incomplete.Status);
        Assert.Equal("incomplete_expired", (await server.Stripe.V1.Subscriptions.GetAsync(incomplete.Id)).Status);
        Assert.Equal("void", (await server.Stripe.V1.Invoices.GetAsync(incomplete.LatestInvoiceId)).Status);
        Assert.Equal(
            ["payment_intent.canceled", "invoice.voided", "customer.subscription.updated"], (await server.EventTypesAsync())[^3..]);
    }

    [Fact]
    public async Task AFirstPaymentConfirmedByAPage_MakesItActive()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.Stripe.V1.Customers.CreateAsync(new());
        var price = await server.CreatePriceAsync(Shop.MonthlyCents, "month");
        var incomplete = await server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id,
            Items = [new() { Price = price.Id }],
            PaymentBehavior = "default_incomplete",
            Expand = ["latest_invoice.confirmation_secret"],
        });
        var secret = incomplete.LatestInvoice.ConfirmationSecret.ClientSecret;

        var confirmed = await server.SendAsync(
            HttpMethod.Post,
            $"/v1/payment_intents/{secret[..secret.IndexOf("_secret", StringComparison.Ordinal)]}/confirm",
            [$"client_secret={secret}", "payment_method=pm_card_visa"],
            EmulatorServer.PublishableKey);

        Assert.Equal(200, confirmed.Status);
        var active = await server.Stripe.V1.Subscriptions.GetAsync(incomplete.Id);
        Assert.Equal("active", active.Status);
        Assert.NotNull(active.DefaultPaymentMethodId);
        var updated = Assert.Single(await server.EventsAsync("customer.subscription.updated"));
        Assert.Equal("""{"default_payment_method":null,"status":"incomplete"}""", updated.Before().ToJsonString());
    }

    /// <summary>A subscription whose card is replaced by one that fails, so long after the end of its period.</summary>
    private static async Task<Subscription> WithAFailingCardAsync(ClockedServer clocked, TimeSpan after)
    {
        var subscription = await clocked.Server.SubscribeAsync();
        await clocked.Server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });
        await clocked.AdvanceAsync(subscription.Items.Data[0].CurrentPeriodEnd - subscription.Created + after);
        return subscription;
    }

    private static string LatestInvoice(EmulatorServer server, Subscription subscription) =>
        server.Stripe.V1.Subscriptions.Get(subscription.Id).LatestInvoiceId;
}
