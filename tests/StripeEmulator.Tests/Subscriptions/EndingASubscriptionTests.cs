using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class EndingASubscriptionTests
{
    [Fact]
    public async Task AtThePeriodsEnd_ItIsDeleted_WithoutAnotherInvoice()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync();

        var ending = await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CancelAtPeriodEnd = true });
        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        Assert.Equal(("active", true, (DateTime?)null), (ending.Status, ending.CancelAtPeriodEnd, ending.CancelAt));
        var ended = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        Assert.Equal("canceled", ended.Status);
        Assert.Equal(subscription.Items.Data[0].CurrentPeriodEnd, ended.EndedAt);
        Assert.Single(await server.Stripe.V1.Invoices.ListAsync(new() { Subscription = subscription.Id }));
        Assert.Equal("customer.subscription.deleted", (await server.EventTypesAsync())[^1]);
    }

    [Fact]
    public async Task AClassicOne_NamesTheMoment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var price = await server.CreatePriceAsync(500, "month");
        var subscription = await server.Stripe.V1.Subscriptions.CreateAsync(
            new() { Customer = customer.Id, Items = [new() { Price = price.Id }], BillingMode = new() { Type = "classic" } });

        var ending = await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CancelAtPeriodEnd = true });

        Assert.Equal(ending.Items.Data[0].CurrentPeriodEnd, ending.CancelAt);
        Assert.Equal("cancellation_requested", ending.CancellationDetails.Reason);
    }

    [Fact]
    public async Task Resumed_ItRenewsAsIfNothingHadBeenSaid()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync();
        await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CancelAtPeriodEnd = true });

        var resumed = await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CancelAtPeriodEnd = false });
        var undone = (await server.EventsAsync("customer.subscription.updated"))[1].Before();
        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        Assert.Equal((false, (DateTime?)null), (resumed.CancelAtPeriodEnd, resumed.CanceledAt));
        Assert.Equal("active", (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
        Assert.True(undone["cancel_at_period_end"]!.GetValue<bool>());
        Assert.Equal("cancellation_requested", undone["cancellation_details"]!.Text("reason"));
    }

    [Fact]
    public async Task AtOnce_ItIsDeleted_AndCanNotBeChangedAnyMore()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        var ended = await server.Stripe.V1.Subscriptions.CancelAsync(
            subscription.Id, new() { CancellationDetails = new() { Comment = "Too much", Feedback = "too_expensive" } });

        Assert.Equal(("canceled", "too_expensive"), (ended.Status, ended.CancellationDetails.Feedback));
        Assert.Single(await server.EventsAsync("customer.subscription.deleted"));
        Assert.Empty(await server.Stripe.V1.Subscriptions.ListAsync(new() { Customer = subscription.CustomerId }));
        Assert.Single(await server.Stripe.V1.Subscriptions.ListAsync(new() { Customer = subscription.CustomerId, Status = "all" }));
        await Assert.ThrowsAsync<StripeException>(
            () => server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CancelAtPeriodEnd = true }));
    }

    [Fact]
    public async Task AtAMoment_ItEndsThen()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var subscription = await clocked.Server.SubscribeAsync();
        var moment = subscription.Created.AddDays(10);

        await clocked.Server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CancelAt = moment });
        await clocked.AdvanceAsync(TimeSpan.FromDays(11));

        Assert.Equal(moment, (await clocked.Server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).EndedAt);
    }

    [Fact]
    public async Task WithItsCustomer_ItEnds()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        await server.Stripe.V1.Customers.DeleteAsync(subscription.CustomerId);

        Assert.Equal("canceled", (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
        Assert.Equal(
            ["customer.subscription.deleted", "customer.deleted"],
            (await server.EventsAsync("customer.subscription.deleted", "customer.deleted")).Select(Shop.TypeOf));
    }
}
