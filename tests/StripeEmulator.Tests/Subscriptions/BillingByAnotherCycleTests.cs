namespace StripeEmulator.Tests.Subscriptions;

public sealed class BillingByAnotherCycleTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;
    private Stripe.TestHelpers.TestClock _clock = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _clock = await _server.CreateClockAsync(new DateTime(2027, 3, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("create_prorations", 200)]
    [InlineData("none", 0)]
    public async Task AnAnchorInTheFuture_CutsTheFirstPeriodShort(string prorationBehavior, long firstCents)
    {
        var anchor = _clock.FrozenTime.AddDays(7);

        var subscription = await _server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = (await _server.CreateCustomerOnAsync(_clock)).Id,
            Items = [new() { Price = (await _server.CreatePriceAsync(800, "month")).Id }],
            BillingCycleAnchor = anchor,
            ProrationBehavior = prorationBehavior,
            Expand = ["latest_invoice"],
        });
        await _server.AdvanceAsync(_clock, anchor.AddHours(1));

        Assert.Equal(("active", anchor), (subscription.Status, subscription.Items.Data[0].CurrentPeriodEnd));
        Assert.Equal((firstCents, "paid"), (subscription.LatestInvoice.Total, subscription.LatestInvoice.Status));
        var renewed = await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });
        Assert.Equal(anchor.AddMonths(1), renewed.Items.Data[0].CurrentPeriodEnd);
        Assert.Equal(800, renewed.LatestInvoice.AmountPaid);
    }

    [Fact]
    public async Task AnAnchorPastTheFirstPeriod_IsRefused()
    {
        var customer = await _server.CreateCustomerOnAsync(_clock);
        var price = await _server.CreatePriceAsync(800, "month");

        var refused = await _server.PostAsync(
            "/v1/subscriptions", $"customer={customer.Id}", $"items[0][price]={price.Id}", $"billing_cycle_anchor={new DateTimeOffset(_clock.FrozenTime.AddDays(40)).ToUnixTimeSeconds()}");

        Assert.Equal((400, "billing_cycle_anchor"), (refused.Status, refused.Parameter));
    }

    [Fact]
    public async Task ResetToNow_APeriodBegins_AndTheRestOfTheOldOneComesBack()
    {
        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(_clock)).Id, cents: 3_100);
        var half = _clock.FrozenTime.AddDays(21);
        await _server.AdvanceAsync(_clock, half);

        var old = await _server.SendAsync(
            HttpMethod.Post, $"/v1/subscriptions/{subscription.Id}", ["billing_cycle_anchor=now", "expand[]=latest_invoice"], headers: ("Stripe-Version", "2026-08-26.dahlia"));

        Assert.Equal(new DateTimeOffset(half).ToUnixTimeSeconds(), old.Json.Number("billing_cycle_anchor"));
        Assert.Equal(3_100 - 1_000, old.Json["latest_invoice"]!.Number("amount_paid"));
        Assert.Equal(400, (await _server.SendAsync(
            HttpMethod.Post, $"/v1/subscriptions/{subscription.Id}", ["billing_cycle_anchor=now"], headers: ("Stripe-Version", "2026-10-28.endive"))).Status);
    }

    [Fact]
    public async Task AProrationDate_SaysFromWhenAChangeCounts()
    {
        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(_clock)).Id, cents: 3_100);
        await _server.AdvanceAsync(_clock, _clock.FrozenTime.AddDays(21));

        await _server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new()
        {
            Items = [new() { Id = subscription.Items.Data[0].Id, Quantity = 2 }],
            ProrationDate = _clock.FrozenTime.AddDays(11),
        });

        var waiting = await _server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = subscription.CustomerId, Pending = true });
        Assert.Equal([-2_000, 4_000], waiting.Select(item => item.Amount).Order());
        Assert.Equal(400, (await _server.PostAsync($"/v1/subscriptions/{subscription.Id}", "proration_date=1")).Status);
    }

    [Fact]
    public async Task ToTheEndOfItsItems_ItEndsWithItsPeriod()
    {
        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(_clock)).Id);

        var ending = await _server.PostAsync($"/v1/subscriptions/{subscription.Id}", "cancel_at=min_period_end");
        await _server.AdvanceAsync(_clock, _clock.FrozenTime.AddMonths(1).AddHours(2));

        Assert.Equal(new DateTimeOffset(subscription.Items.Data[0].CurrentPeriodEnd).ToUnixTimeSeconds(), ending.Json.Number("cancel_at"));
        Assert.False(ending.Json["cancel_at_period_end"]!.GetValue<bool>());
        Assert.Equal("canceled", (await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
    }

    [Fact]
    public async Task AChangeThatCanNotBePaid_IsRefusedIfSoWished()
    {
        var customer = await _server.CreateCustomerOnAsync(_clock);
        var subscription = await _server.SubscribeAsync(customer.Id);
        await _server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });
        string[] change =
        [
            $"items[0][id]={subscription.Items.Data[0].Id}", "items[0][quantity]=3", "proration_behavior=always_invoice", "payment_behavior=error_if_incomplete",
        ];

        var refused = await _server.PostAsync($"/v1/subscriptions/{subscription.Id}", change);
        var waits = await _server.PostAsync($"/v1/subscriptions/{subscription.Id}", [.. change[..3], "payment_behavior=pending_if_incomplete"]);

        Assert.Equal((402, "card_error"), (refused.Status, refused.ErrorType));
        Assert.Equal("emulator_not_covered", waits.Code);
        Assert.Equal(1, (await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Items.Data[0].Quantity);
        Assert.Single(await _server.Stripe.V1.Invoices.ListAsync(new() { Subscription = subscription.Id }));
    }
}
