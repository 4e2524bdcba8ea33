namespace StripeEmulator.Tests.Subscriptions;

public sealed class ChoosingWhatPaysTests
{
    [Fact]
    public async Task SavedOnTheSubscription_WhatPaidOnceIsItsDefault()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var price = await server.CreatePriceAsync(500, "month");

        var subscription = await server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id,
            Items = [new() { Price = price.Id }],
            PaymentSettings = new() { SaveDefaultPaymentMethod = "on_subscription" },
        });

        Assert.Equal(customer.InvoiceSettings.DefaultPaymentMethodId, subscription.DefaultPaymentMethodId);
        Assert.Equal("on_subscription", subscription.PaymentSettings.SaveDefaultPaymentMethod);
    }

    [Fact]
    public async Task SavedOnTheSubscription_AnotherCardThatPaysReplacesIt()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync((await server.CreateCustomerAsync("pm_card_chargeCustomerFail")).Id);
        await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { PaymentSettings = new() { SaveDefaultPaymentMethod = "on_subscription" } });
        var good = await server.Stripe.V1.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = subscription.CustomerId });

        await server.Stripe.V1.Invoices.PayAsync(subscription.LatestInvoiceId, new() { PaymentMethod = good.Id });

        var active = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        Assert.Equal(("active", good.Id), (active.Status, active.DefaultPaymentMethodId));
        var told = (await server.EventsAsync("customer.subscription.updated"))[^1];
        Assert.Equal("""{"default_payment_method":null,"status":"incomplete"}""", told.Before().ToJsonString());
    }

    [Fact]
    public async Task Cleared_ItIsTheCustomersAgain()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync();
        await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });

        var cleared = await server.PostAsync($"/v1/subscriptions/{subscription.Id}", "default_payment_method=");
        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        Assert.Null(cleared.Json["default_payment_method"]);
        Assert.Equal("active", (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
    }
}
