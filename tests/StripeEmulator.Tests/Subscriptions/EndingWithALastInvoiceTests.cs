using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class EndingWithALastInvoiceTests
{
    [Fact]
    public async Task Prorated_WhatIsUnusedWaitsForTheCustomersNextInvoice()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await HalfUsedAsync(server);

        await server.Stripe.V1.Subscriptions.CancelAsync(subscription.Id, new() { Prorate = true });

        Assert.Equal(-500, (await server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = subscription.CustomerId, Pending = true })).Single().Amount);
        Assert.Equal(["invoiceitem.created", "customer.subscription.deleted"], (await server.EventTypesAsync())[^2..]);
    }

    [Fact]
    public async Task ProratedAndInvoiced_ItBecomesACredit()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await HalfUsedAsync(server);

        var ended = await server.Stripe.V1.Subscriptions.CancelAsync(
            subscription.Id, new() { Prorate = true, InvoiceNow = true, Expand = ["latest_invoice", "customer"] });

        Assert.Equal(("canceled", -500, "paid", -500), (ended.Status, ended.LatestInvoice.Total, ended.LatestInvoice.Status, ended.Customer.Balance));
        Assert.Equal(
            ["invoiceitem.created", "customer.subscription.deleted", "invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded"],
            (await server.EventTypesAsync())[^6..]);
    }

    [Fact]
    public async Task InvoicedNow_WhatWaitedIsPaid()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await HalfUsedAsync(server);
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = subscription.CustomerId, Subscription = subscription.Id, Amount = 300, Currency = "usd" });

        var ended = await server.Stripe.V1.Subscriptions.CancelAsync(subscription.Id, new() { InvoiceNow = true, Expand = ["latest_invoice"] });

        Assert.Equal((300, "paid"), (ended.LatestInvoice.AmountPaid, ended.LatestInvoice.Status));
    }

    private static async Task<Subscription> HalfUsedAsync(EmulatorServer server)
    {
        var clock = await server.CreateClockAsync();
        var subscription = await server.SubscribeAsync((await server.CreateCustomerOnAsync(clock)).Id);
        await server.AdvanceAsync(clock, Clocks.Noon.AddDays(14));
        return subscription;
    }
}
