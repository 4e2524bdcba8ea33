using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class ChangingATrialTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;
    private Stripe.TestHelpers.TestClock _clock = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _clock = await _server.CreateClockAsync();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task EndedNow_APeriodBeginsAndIsPaid()
    {
        var trialing = await TrialAsync();
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(5));

        var active = await _server.Stripe.V1.Subscriptions.UpdateAsync(
            trialing.Id, new() { TrialEnd = SubscriptionTrialEnd.Now, Expand = ["latest_invoice"] });

        Assert.Equal(("active", Clocks.Noon.AddDays(5)), (active.Status, active.TrialEnd));
        Assert.Equal(Clocks.Noon.AddDays(5), active.Items.Data[0].CurrentPeriodStart);
        Assert.Equal(("subscription_update", "paid", Shop.MonthlyCents), (active.LatestInvoice.BillingReason, active.LatestInvoice.Status, active.LatestInvoice.AmountPaid));
        var types = await _server.EventTypesAsync();
        Assert.Equal(
            ["customer.subscription.trial_will_end", "customer.subscription.updated", "invoice.created", "invoice.finalized"],
            types[Array.IndexOf(types, "customer.subscription.trial_will_end")..][..4]);
        Assert.Equal("trialing", (await _server.EventsAsync("customer.subscription.updated"))[0].Before().Text("status"));
    }

    [Fact]
    public async Task Prolonged_ItEndsLater_AndIsToldOnceThreeDaysBefore()
    {
        var trialing = await TrialAsync();

        var longer = await _server.Stripe.V1.Subscriptions.UpdateAsync(trialing.Id, new() { TrialEnd = Clocks.Noon.AddDays(20) });
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(15));
        var still = await _server.Stripe.V1.Subscriptions.GetAsync(trialing.Id);
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(20).AddHours(1));
        var active = await _server.Stripe.V1.Subscriptions.GetAsync(trialing.Id, new() { Expand = ["latest_invoice"] });

        Assert.Equal((Clocks.Noon, Clocks.Noon.AddDays(20)), (longer.TrialStart, longer.Items.Data[0].CurrentPeriodEnd));
        Assert.Equal("trialing", still.Status);
        Assert.Equal(("active", "paid"), (active.Status, active.LatestInvoice.Status));
        Assert.Equal(2, (await _server.Stripe.V1.Invoices.ListAsync(new() { Subscription = trialing.Id })).Count());
        var told = Assert.Single(await _server.EventsAsync("customer.subscription.trial_will_end"));
        Assert.Equal(new DateTimeOffset(Clocks.Noon.AddDays(17)).ToUnixTimeSeconds(), told.Number("created"));
    }

    [Fact]
    public async Task GivenInTheMiddleOfAPaidPeriod_TheRestOfItBecomesACredit()
    {
        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(_clock)).Id);
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(14));

        var trialing = await _server.Stripe.V1.Subscriptions.UpdateAsync(
            subscription.Id, new() { TrialEnd = Clocks.Noon.AddDays(21), Expand = ["latest_invoice", "customer"] });
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(21).AddHours(1));
        var active = await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });

        Assert.Equal(("trialing", -500, "paid"), (trialing.Status, trialing.LatestInvoice.Total, trialing.LatestInvoice.Status));
        Assert.Equal(-500, trialing.Customer.Balance);
        Assert.Equal((Shop.MonthlyCents, Shop.MonthlyCents - 500), (active.LatestInvoice.Total, active.LatestInvoice.AmountPaid));
    }

    [Theory]
    [InlineData("pause", "paused")]
    [InlineData("cancel", "canceled")]
    [InlineData("create_invoice", "past_due")]
    public async Task EndedWithNothingToPayWith_ItIsWhatItsSettingsSay(string setting, string status)
    {
        var trialing = await TrialAsync(setting, card: null);

        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(10).AddHours(2));

        Assert.Equal(status, (await _server.Stripe.V1.Subscriptions.GetAsync(trialing.Id)).Status);
    }

    [Fact]
    public async Task FromItsPrice_ATrialTakesItsDays()
    {
        var customer = await _server.CreateCustomerOnAsync(_clock);
        var product = await _server.Stripe.V1.Products.CreateAsync(new() { Name = "Plan" });
        var price = await _server.Stripe.V1.Prices.CreateAsync(new()
        {
            Product = product.Id, Currency = "usd", UnitAmount = 500, Recurring = new() { Interval = "month", TrialPeriodDays = 4 },
        });

        var trialing = await _server.Stripe.V1.Subscriptions.CreateAsync(
            new() { Customer = customer.Id, Items = [new() { Price = price.Id }], TrialFromPlan = true });

        Assert.Equal(("trialing", Clocks.Noon.AddDays(4)), (trialing.Status, trialing.TrialEnd));
    }

    private async Task<Subscription> TrialAsync(string missingPaymentMethod = "create_invoice", string? card = "pm_card_visa")
    {
        var customer = await _server.CreateCustomerOnAsync(_clock, card);
        return await _server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id,
            Items = [new() { Price = (await _server.CreatePriceAsync(Shop.MonthlyCents, "month")).Id }],
            TrialEnd = Clocks.Noon.AddDays(10),
            TrialSettings = new() { EndBehavior = new() { MissingPaymentMethod = missingPaymentMethod } },
        });
    }
}
