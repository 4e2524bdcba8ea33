using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class SendingInvoicesInsteadTests : IAsyncLifetime
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
    public async Task ItIsActiveAtOnce_AndItsInvoiceIsSentAnHourLater()
    {
        var subscription = await SubscribeAsync();

        await _server.AdvanceAsync(_clock, Clocks.Noon.AddHours(1));

        Assert.Equal(("active", "send_invoice", 5), (subscription.Status, subscription.CollectionMethod, subscription.DaysUntilDue));
        Assert.Equal("draft", subscription.LatestInvoice.Status);
        var sent = await _server.Stripe.V1.Invoices.GetAsync(subscription.LatestInvoiceId);
        Assert.Equal(("open", Clocks.Noon.AddHours(1).AddDays(5)), (sent.Status, sent.DueDate));
        string[] expected = ["customer.subscription.created", "invoice.created", "test_helpers.test_clock.advancing", "invoice.finalized", "payment_intent.created", "invoice.sent"];
        Assert.Equal(expected, (await _server.EventTypesAsync()).Where(type => type != "test_helpers.test_clock.ready").TakeLast(6));
        Assert.Empty(await _server.Stripe.V1.Charges.ListAsync());
    }

    [Fact]
    public async Task NotPaidInTime_ItIsPastDue_UntilTheInvoiceIsPaid()
    {
        var subscription = await SubscribeAsync();

        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(6));
        var late = await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        await _server.Stripe.V1.Invoices.PayAsync(subscription.LatestInvoiceId, new() { PaidOutOfBand = true });

        Assert.Equal("past_due", late.Status);
        Assert.Equal("active", (await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
    }

    [Fact]
    public async Task ChangedToCharging_TheRenewalIsCharged()
    {
        var subscription = await SubscribeAsync();

        var charging = await _server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CollectionMethod = "charge_automatically" });
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddMonths(1).AddHours(1));

        Assert.Equal(("charge_automatically", null), (charging.CollectionMethod, charging.DaysUntilDue));
        Assert.Single(await _server.Stripe.V1.Invoices.ListAsync(new() { Subscription = subscription.Id, Status = "paid" }));
    }

    [Fact]
    public async Task WithoutTheDays_ItIsRefused()
    {
        var customer = await _server.CreateCustomerOnAsync(_clock);
        var price = await _server.CreatePriceAsync(500, "month");

        var refused = await _server.PostAsync(
            "/v1/subscriptions", $"customer={customer.Id}", $"items[0][price]={price.Id}", "collection_method=send_invoice");

        Assert.Equal((400, "days_until_due"), (refused.Status, refused.Parameter));
    }

    private async Task<Subscription> SubscribeAsync() => await _server.Stripe.V1.Subscriptions.CreateAsync(new()
    {
        Customer = (await _server.CreateCustomerOnAsync(_clock)).Id,
        Items = [new() { Price = (await _server.CreatePriceAsync(Shop.MonthlyCents, "month")).Id }],
        CollectionMethod = "send_invoice",
        DaysUntilDue = 5,
        Expand = ["latest_invoice"],
    });
}
