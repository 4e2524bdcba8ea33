namespace StripeEmulator.Tests.Subscriptions;

public sealed class ChangingItemsOneByOneTests
{
    [Fact]
    public async Task AnItem_IsAdded_Changed_AndTakenAway_EachBilledForTheRestOfThePeriod()
    {
        await using var server = await EmulatorServer.StartAsync();
        var clock = await server.CreateClockAsync(new DateTime(2027, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        var subscription = await server.SubscribeAsync((await server.CreateCustomerOnAsync(clock)).Id);
        await server.AdvanceAsync(clock, clock.FrozenTime.AddDays(21));
        var items = server.Stripe.V1.SubscriptionItems;
        var price = await server.CreatePriceAsync(310, "month");

        var added = await items.CreateAsync(new() { Subscription = subscription.Id, Price = price.Id, Metadata = new() { ["seat"] = "1" } });
        var changed = await items.UpdateAsync(added.Id, new() { Quantity = 3, ProrationBehavior = "none" });
        var listed = await items.ListAsync(new() { Subscription = subscription.Id });
        var deleted = await items.DeleteAsync(added.Id);

        Assert.Equal((subscription.Id, 1, "1"), (added.Subscription, added.Quantity, added.Metadata["seat"]));
        Assert.Equal((added.Id, 3), (changed.Id, changed.Quantity));
        Assert.Equal([subscription.Items.Data[0].Id, added.Id], listed.Select(item => item.Id));
        Assert.Equal(3, (await server.EventsAsync("customer.subscription.updated")).Count);
        Assert.True(deleted.Deleted);
        Assert.Equal(404, (await server.GetAsync($"/v1/subscription_items/{added.Id}")).Status);
        var waiting = await server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = subscription.CustomerId, Pending = true });
        Assert.Equal([-300, 100], waiting.Select(item => item.Amount).Order());
    }

    [Fact]
    public async Task TheLastOne_Stays()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        var refused = await server.SendAsync(HttpMethod.Delete, $"/v1/subscription_items/{subscription.Items.Data[0].Id}");

        Assert.Equal(400, refused.Status);
        Assert.Single((await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Items);
    }
}
