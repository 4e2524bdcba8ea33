using Stripe;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class ChangingThePriceTests
{
    private const long HigherCents = 3_000;

    [Fact]
    public async Task WithoutProration_TheNextRenewalCostsTheNewPrice_AndNothingElse()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var subscription = await clocked.Server.SubscribeAsync();

        await ChangeAsync(clocked.Server, subscription, HigherCents, "none");
        var changed = (await clocked.Server.EventsAsync("customer.subscription.updated"))[0];
        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        var renewal = await LatestInvoiceAsync(clocked.Server, subscription);
        Assert.Equal(HigherCents, renewal.AmountPaid);
        Assert.Single(renewal.Lines);
        Assert.Equal(Shop.MonthlyCents, changed.Before()["items"]!["data"]![0]!["price"]!.Number("unit_amount"));
    }

    [Fact]
    public async Task WithProrations_TheDifferenceWaitsForTheRenewal()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync();
        var period = subscription.Items.Data[0].CurrentPeriodEnd - subscription.Items.Data[0].CurrentPeriodStart;
        await clocked.AdvanceAsync(period / 2);

        await ChangeAsync(server, subscription, HigherCents, "create_prorations");
        var waiting = await server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = subscription.CustomerId, Pending = true });
        await clocked.AdvanceAsync((period / 2) + TimeSpan.FromHours(2));

        var amounts = waiting.Select(item => item.Amount).Order().ToList();
        Assert.InRange(amounts[0], -501, -498);
        Assert.InRange(amounts[1], 1_495, 1_501);
        Assert.Equal(HigherCents + amounts.Sum(), (await LatestInvoiceAsync(server, subscription)).AmountPaid);
        Assert.Empty(await server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = subscription.CustomerId, Pending = true }));
    }

    [Fact]
    public async Task InvoicedAlways_TheDifferenceIsPaidNow()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        await ChangeAsync(server, subscription, HigherCents, "always_invoice");

        var invoice = await LatestInvoiceAsync(server, subscription);
        Assert.Equal(("subscription_update", "paid"), (invoice.BillingReason, invoice.Status));
        Assert.InRange(invoice.AmountPaid, HigherCents - Shop.MonthlyCents - 1, HigherCents - Shop.MonthlyCents);
    }

    [Fact]
    public async Task ToACheaperOne_TheRestBecomesACreditThatTheRenewalUses()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync(cents: HigherCents);

        await ChangeAsync(server, subscription, 500, "always_invoice");
        var credit = -(await server.Stripe.V1.Customers.GetAsync(subscription.CustomerId)).Balance;
        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        Assert.InRange(credit, 2_499, 2_500);
        Assert.Equal(0, (await LatestInvoiceAsync(server, subscription)).AmountPaid);
        Assert.Equal(500 - credit, (await server.Stripe.V1.Customers.GetAsync(subscription.CustomerId)).Balance);
    }

    [Fact]
    public async Task ToAYearlyOne_ANewPeriodBeginsAndIsPaidNow()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        await ChangeAsync(server, subscription, 10_000, "create_prorations", "year");

        var changed = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        var invoice = await LatestInvoiceAsync(server, subscription);
        Assert.Equal(changed.Items.Data[0].CurrentPeriodStart.AddYears(1), changed.Items.Data[0].CurrentPeriodEnd);
        Assert.Equal(("subscription_update", "paid"), (invoice.BillingReason, invoice.Status));
        Assert.InRange(invoice.AmountPaid, 10_000 - Shop.MonthlyCents, 10_000 - Shop.MonthlyCents + 1);
    }

    private static async Task ChangeAsync(
        EmulatorServer server, Subscription subscription, long cents, string prorationBehavior, string interval = "month")
    {
        var price = await server.CreatePriceAsync(cents, interval);
        await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new()
        {
            Items = [new() { Id = subscription.Items.Data[0].Id, Price = price.Id }],
            ProrationBehavior = prorationBehavior,
        });
    }

    private static async Task<Invoice> LatestInvoiceAsync(EmulatorServer server, Subscription subscription) =>
        (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] })).LatestInvoice;
}
