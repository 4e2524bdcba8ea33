namespace StripeEmulator.Tests.TestClocks;

public sealed class LivingByATestClockTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task EverythingOfTheCustomer_IsDatedByTheClock_AndNothingElse()
    {
        var clock = await _server.CreateClockAsync();
        var customer = await _server.CreateCustomerOnAsync(clock);

        var subscription = await _server.SubscribeAsync(customer.Id);
        var invoice = await _server.Stripe.V1.Invoices.GetAsync(subscription.LatestInvoiceId, new() { Expand = ["test_clock"] });
        var intent = await _server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", Customer = customer.Id, PaymentMethod = "pm_card_visa", Confirm = true, Expand = ["latest_charge"] });
        var refund = await _server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = intent.Id });
        var other = await _server.SubscribeAsync();

        Assert.All(
            [customer.Created, subscription.Created, subscription.Items.Data[0].CurrentPeriodStart, invoice.Created, intent.Created, intent.LatestCharge.Created, refund.Created],
            created => Assert.Equal(Clocks.Noon, created));
        Assert.Equal((clock.Id, clock.Id, clock.Id), (customer.TestClockId, subscription.TestClockId, invoice.TestClock.Id));
        Assert.Null(other.TestClockId);
        Assert.NotEqual(Clocks.Noon, other.Created);
        var told = await _server.EventsAsync("customer.subscription.created", "invoice.paid", "refund.created");
        Assert.Equal([true, true, true, false, false], told.Select(recorded =>
            recorded.Number("created") == new DateTimeOffset(Clocks.Noon).ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task ARenewal_IsADraftAtThePeriodsEnd_AndPaidAnHourLater()
    {
        var clock = await _server.CreateClockAsync();
        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(clock)).Id);
        var end = subscription.Items.Data[0].CurrentPeriodEnd;

        await _server.AdvanceAsync(clock, end);
        var renewed = await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });
        await _server.AdvanceAsync(clock, end.AddHours(1));
        var paid = await _server.Stripe.V1.Invoices.GetAsync(renewed.LatestInvoiceId);

        Assert.Equal(new DateTime(2027, 2, 28, 12, 0, 0, DateTimeKind.Utc), end);
        Assert.Equal(("draft", end), (renewed.LatestInvoice.Status, renewed.LatestInvoice.Created));
        Assert.Equal(new DateTime(2027, 3, 31, 12, 0, 0, DateTimeKind.Utc), renewed.Items.Data[0].CurrentPeriodEnd);
        Assert.Equal(("paid", end.AddHours(1)), (paid.Status, paid.StatusTransitions.PaidAt));
        await Eventually.FindsAsync(_server.EventTypesAsync, types => types.Count(type => type == "invoice_payment.paid") == 2);
    }

    [Fact]
    public async Task AMonthsClock_TellsWhatHappensOnTheWay_EachAtItsTime_SignedNow()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver, "--Webhooks:Concurrency=1");
        var clock = await server.CreateClockAsync();
        await server.SubscribeAsync((await server.CreateCustomerOnAsync(clock)).Id);
        await receiver.TakeUntilAsync("invoice_payment.paid");

        await server.AdvanceAsync(clock, Clocks.Noon.AddMonths(2).AddHours(-1));

        var advancing = (await receiver.TakeAsync(1))[0];
        Assert.Equal("test_helpers.test_clock.advancing", advancing.Event.Type);
        advancing.AssertSignedWith(WebhookReceiver.Secret);
        var told = await receiver.TakeUntilAsync("test_helpers.test_clock.ready");
        string[] expected =
        [
            "invoice.created", "customer.subscription.updated", "invoice.finalized", "payment_intent.created", "charge.succeeded",
            "payment_intent.succeeded", "invoice.paid", "invoice.payment_succeeded", "invoice_payment.paid", "test_helpers.test_clock.ready",
        ];
        Assert.Equal(expected, told.Select(recorded => recorded.TypeOf()).Where(type => type != "invoice.upcoming"));
        Assert.Equal("ready", told[^1].Subject().Text("status"));
    }

    [Fact]
    public async Task ACardThatFails_IsTriedOnTheClocksDays()
    {
        var clock = await _server.CreateClockAsync();
        var customer = await _server.CreateCustomerOnAsync(clock);
        var subscription = await _server.SubscribeAsync(customer.Id);
        await _server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });

        await _server.AdvanceAsync(clock, Clocks.Noon.AddMonths(1).AddHours(2));
        var late = await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        await _server.AdvanceAsync(clock, Clocks.Noon.AddMonths(1).AddDays(20));

        Assert.Equal("past_due", late.Status);
        Assert.Equal("canceled", (await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
        Assert.Equal(4, (await _server.EventsAsync("invoice.payment_failed")).Count);
    }

    [Fact]
    public async Task AnotherClock_StandsStill()
    {
        var (moved, still) = (await _server.CreateClockAsync(), await _server.CreateClockAsync());
        await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(moved)).Id);
        var waiting = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(still)).Id);

        await _server.AdvanceAsync(moved, Clocks.Noon.AddMonths(1).AddHours(2));

        Assert.Single(await _server.Stripe.V1.Invoices.ListAsync(new() { Subscription = waiting.Id }));
        Assert.Equal(Clocks.Noon, (await _server.Stripe.V1.TestHelpers.TestClocks.GetAsync(still.Id)).FrozenTime);
    }

    [Fact]
    public async Task InAList_ItsCustomersAreFoundByTheClockOnly()
    {
        var clock = await _server.CreateClockAsync();
        var customer = await _server.CreateCustomerOnAsync(clock);
        var subscription = await _server.SubscribeAsync(customer.Id);
        var api = _server.Stripe.V1;

        Assert.Empty(await api.Customers.ListAsync());
        Assert.Equal(customer.Id, (await api.Customers.ListAsync(new() { TestClock = clock.Id })).Single().Id);
        Assert.Empty(await api.Subscriptions.ListAsync());
        Assert.Equal(subscription.Id, (await api.Subscriptions.ListAsync(new() { TestClock = clock.Id })).Single().Id);
        Assert.Equal(subscription.Id, (await api.Subscriptions.ListAsync(new() { Customer = customer.Id })).Single().Id);
    }

    [Fact]
    public async Task BoughtOnThePage_APlanRenewsByTheClock()
    {
        var clock = await _server.CreateClockAsync();
        var customer = await _server.CreateCustomerOnAsync(clock, card: null);

        await _server.PayAsync(await _server.CreatePlanSessionAsync(customer.Id));
        await _server.AdvanceAsync(clock, Clocks.Noon.AddMonths(1).AddHours(1));

        Assert.Equal(2, (await _server.Stripe.V1.Invoices.ListAsync(new() { Customer = customer.Id, Status = "paid" })).Count());
        Assert.Equal(Clocks.Noon, (await _server.Stripe.V1.Subscriptions.ListAsync(new() { Customer = customer.Id })).Single().StartDate);
    }
}
