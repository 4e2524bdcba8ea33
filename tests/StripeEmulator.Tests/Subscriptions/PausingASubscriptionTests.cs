using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class PausingASubscriptionTests : IAsyncLifetime
{
    private static readonly DateTime Half = Clocks.Noon.AddDays(14);
    private EmulatorServer _server = null!;
    private Stripe.TestHelpers.TestClock _clock = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _clock = await _server.CreateClockAsync();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Paused_ItStandsStill_AndTheRestOfThePeriodIsACredit()
    {
        var paused = await PausedAtHalfAsync();

        await _server.AdvanceAsync(_clock, Clocks.Noon.AddMonths(2));

        Assert.Equal(("paused", "pause_requested", Half), (
            paused.Status, paused.StatusDetails.Paused.Subscription.Type, paused.StatusDetails.Paused.TransitionedAt));
        Assert.Equal(["invoiceitem.created", "customer.subscription.paused", "customer.subscription.updated"], await LastTypesAsync(3, "test_helpers"));
        Assert.Equal(-500, (await _server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = paused.CustomerId, Pending = true })).Single().Amount);
        Assert.Single(await _server.Stripe.V1.Invoices.ListAsync(new() { Subscription = paused.Id }));
    }

    [Fact]
    public async Task Resumed_ItWaitsForItsInvoice_AndIsActiveWhenThatIsPaid()
    {
        var paused = await PausedAtHalfAsync();

        var waiting = await _server.Stripe.V1.Subscriptions.ResumeAsync(paused.Id, new() { Expand = ["latest_invoice"] });
        await _server.Stripe.V1.Invoices.PayAsync(waiting.LatestInvoiceId);
        var active = await _server.Stripe.V1.Subscriptions.GetAsync(paused.Id);

        Assert.Equal(("paused", "open", Shop.MonthlyCents - 500), (waiting.Status, waiting.LatestInvoice.Status, waiting.LatestInvoice.AmountDue));
        Assert.Equal(("active", Half, Half.AddMonths(1)), (active.Status, active.Items.Data[0].CurrentPeriodStart, active.Items.Data[0].CurrentPeriodEnd));
        Assert.Null(active.StatusDetails);
        var told = await _server.EventsAsync("customer.subscription.resumed", "customer.subscription.updated");
        Assert.Equal(["customer.subscription.resumed", "customer.subscription.updated"], told.TakeLast(2).Select(recorded => recorded.TypeOf()));
        Assert.Equal("paused", told[^1].Before().Text("status"));
    }

    [Fact]
    public async Task ResumedOnSuccess_ItIsCollectedAtOnce()
    {
        var paused = await PausedAtHalfAsync();

        var active = await _server.Stripe.V1.Subscriptions.ResumeAsync(
            paused.Id, new() { PaymentBehavior = "resume_on_payment_success", Expand = ["latest_invoice"] });

        Assert.Equal(("active", "paid"), (active.Status, active.LatestInvoice.Status));
    }

    [Theory]
    [InlineData("resume_on_payment_attempt", "past_due")]
    [InlineData("resume_on_payment_success", "paused")]
    public async Task ResumedWithACardThatFails_ItIsLateOrStaysPaused(string behavior, string status)
    {
        var paused = await PausedAtHalfAsync();
        await _server.Stripe.V1.Subscriptions.UpdateAsync(paused.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });

        var resumed = await _server.Stripe.V1.Subscriptions.ResumeAsync(paused.Id, new() { PaymentBehavior = behavior });
        var refused = await _server.PostAsync($"/v1/invoices/{resumed.LatestInvoiceId}/pay");

        Assert.Equal(402, refused.Status);
        Assert.Equal(status, (await _server.Stripe.V1.Subscriptions.GetAsync(paused.Id)).Status);
    }

    [Fact]
    public async Task AResumptionThatNobodyPays_IsVoided_AndItStaysPaused()
    {
        var paused = await PausedAtHalfAsync();
        var waiting = await _server.Stripe.V1.Subscriptions.ResumeAsync(paused.Id);

        Assert.Equal(400, (await _server.PostAsync($"/v1/subscriptions/{paused.Id}/resume")).Status);
        await _server.AdvanceAsync(_clock, Half.AddDays(1));

        Assert.Equal("void", (await _server.Stripe.V1.Invoices.GetAsync(waiting.LatestInvoiceId)).Status);
        Assert.Equal("paused", (await _server.Stripe.V1.Subscriptions.GetAsync(paused.Id)).Status);
    }

    [Fact]
    public async Task ResumedInItsOldCycle_TheRestOfThePeriodWaits()
    {
        var paused = await PausedAtHalfAsync();
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(21));

        var active = await _server.Stripe.V1.Subscriptions.ResumeAsync(
            paused.Id, new() { BillingCycleAnchor = new SubscriptionBillingCycleAnchorOptions { Type = "unchanged" } });

        Assert.Equal(("active", Clocks.Noon.AddMonths(1)), (active.Status, active.Items.Data[0].CurrentPeriodEnd));
        Assert.Equal([-500, 250], (await _server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = paused.CustomerId, Pending = true })).Select(item => item.Amount).Order());
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddMonths(1).AddHours(1));
        Assert.Equal(Shop.MonthlyCents - 250, (await LatestInvoiceAsync(paused.Id)).AmountPaid);
    }

    [Fact]
    public async Task PausedByATrialWithoutACard_ItGoesOnWithOne()
    {
        var customer = await _server.CreateCustomerOnAsync(_clock, card: null);
        var trialing = await _server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id,
            Items = [new() { Price = (await _server.CreatePriceAsync(Shop.MonthlyCents, "month")).Id }],
            TrialPeriodDays = 7,
            TrialSettings = new() { EndBehavior = new() { MissingPaymentMethod = "pause" } },
        });
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(8));
        var paused = await _server.Stripe.V1.Subscriptions.GetAsync(trialing.Id);

        await _server.Stripe.V1.Subscriptions.UpdateAsync(trialing.Id, new() { DefaultPaymentMethod = "pm_card_visa" });
        var active = await _server.Stripe.V1.Subscriptions.ResumeAsync(trialing.Id, new() { PaymentBehavior = "resume_on_payment_success" });

        Assert.Equal(("paused", "trial_end_without_payment_method"), (paused.Status, paused.StatusDetails.Paused.Subscription.Type));
        Assert.Equal(("active", Clocks.Noon.AddDays(8)), (active.Status, active.Items.Data[0].CurrentPeriodStart));
        var told = Assert.Single(await _server.EventsAsync("customer.subscription.paused"));
        Assert.Equal(new DateTimeOffset(Clocks.Noon.AddDays(7)).ToUnixTimeSeconds(), told.Number("created"));
    }

    [Fact]
    public async Task PausedDuringATrial_ItGoesOnWithWhatIsLeftOfIt()
    {
        var customer = await _server.CreateCustomerOnAsync(_clock);
        var trialing = await _server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id, Items = [new() { Price = (await _server.CreatePriceAsync(500, "month")).Id }], TrialPeriodDays = 7,
        });

        await _server.Stripe.V1.Subscriptions.PauseAsync(trialing.Id);
        var resumed = await _server.Stripe.V1.Subscriptions.ResumeAsync(
            trialing.Id, new() { BillingCycleAnchor = new SubscriptionBillingCycleAnchorOptions { Type = "unchanged" } });

        Assert.Equal(("trialing", trialing.TrialEnd), (resumed.Status, resumed.TrialEnd));
        Assert.Empty(await _server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = customer.Id }));
    }

    [Fact]
    public async Task AClassicOne_CanNotBePaused_UntilItIsMigrated()
    {
        var customer = await _server.CreateCustomerOnAsync(_clock);
        var price = await _server.CreatePriceAsync(500, "month");
        var classic = await _server.Stripe.V1.Subscriptions.CreateAsync(
            new() { Customer = customer.Id, Items = [new() { Price = price.Id }], BillingMode = new() { Type = "classic" } });

        var refused = await _server.PostAsync($"/v1/subscriptions/{classic.Id}/pause");
        var flexible = await _server.Stripe.V1.Subscriptions.MigrateAsync(classic.Id, new() { BillingMode = new() { Type = "flexible" } });

        Assert.Equal(400, refused.Status);
        Assert.Equal(("flexible", Clocks.Noon), (flexible.BillingMode.Type, flexible.BillingMode.UpdatedAt));
        Assert.Equal("paused", (await _server.Stripe.V1.Subscriptions.PauseAsync(classic.Id)).Status);
        Assert.Equal(400, (await _server.PostAsync($"/v1/subscriptions/{classic.Id}/migrate", "billing_mode[type]=flexible")).Status);
    }

    private async Task<Subscription> PausedAtHalfAsync()
    {
        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(_clock)).Id);
        await _server.AdvanceAsync(_clock, Half);
        return await _server.Stripe.V1.Subscriptions.PauseAsync(subscription.Id, new() { Type = "subscription" });
    }

    private async Task<IEnumerable<string>> LastTypesAsync(int count, string without) =>
        (await _server.EventTypesAsync()).Where(type => !type.StartsWith(without, StringComparison.Ordinal)).TakeLast(count);

    private async Task<Invoice> LatestInvoiceAsync(string subscription) =>
        (await _server.Stripe.V1.Subscriptions.GetAsync(subscription, new() { Expand = ["latest_invoice"] })).LatestInvoice;
}
