using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class PausingCollectionTests : IAsyncLifetime
{
    private static readonly DateTime AfterTheRenewal = Clocks.Noon.AddMonths(1).AddHours(2);
    private EmulatorServer _server = null!;
    private Stripe.TestHelpers.TestClock _clock = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _clock = await _server.CreateClockAsync();
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("void", "void")]
    [InlineData("mark_uncollectible", "uncollectible")]
    [InlineData("keep_as_draft", "draft")]
    public async Task Meanwhile_ARenewalIsInvoiced_AndNotCollected(string behavior, string status)
    {
        var subscription = await PauseAsync(behavior, resumesAt: null);

        await _server.AdvanceAsync(_clock, AfterTheRenewal);

        var renewed = await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });
        Assert.Equal(("active", behavior), (renewed.Status, renewed.PauseCollection.Behavior));
        Assert.Equal(("subscription_cycle", status, false), (renewed.LatestInvoice.BillingReason, renewed.LatestInvoice.Status, renewed.LatestInvoice.AutoAdvance));
        Assert.Single(await _server.Stripe.V1.Charges.ListAsync());
        Assert.Empty(await _server.EventsAsync("invoice.upcoming"));
    }

    [Fact]
    public async Task TakenBack_TheNextRenewalIsPaid()
    {
        var subscription = await PauseAsync("void", resumesAt: null);

        await _server.PostAsync($"/v1/subscriptions/{subscription.Id}", "pause_collection=");
        await _server.AdvanceAsync(_clock, AfterTheRenewal);

        Assert.Equal(2, (await _server.Stripe.V1.Invoices.ListAsync(new() { Subscription = subscription.Id, Status = "paid" })).Count());
        Assert.Equal("void", (await _server.EventsAsync("customer.subscription.updated"))[1].Before()["pause_collection"]!.Text("behavior"));
    }

    [Fact]
    public async Task AtItsMoment_ItIsTakenBackByItself()
    {
        var subscription = await PauseAsync("void", Clocks.Noon.AddDays(10));

        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(11));

        Assert.Null((await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).PauseCollection);
        var told = (await _server.EventsAsync("customer.subscription.updated"))[^1];
        Assert.Equal(new DateTimeOffset(Clocks.Noon.AddDays(10)).ToUnixTimeSeconds(), told.Number("created"));
    }

    private async Task<Subscription> PauseAsync(string behavior, DateTime? resumesAt)
    {
        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(_clock)).Id);
        return await _server.Stripe.V1.Subscriptions.UpdateAsync(
            subscription.Id, new() { PauseCollection = new() { Behavior = behavior, ResumesAt = resumesAt } });
    }
}
