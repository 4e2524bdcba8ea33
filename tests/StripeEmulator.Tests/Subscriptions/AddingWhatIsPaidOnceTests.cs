namespace StripeEmulator.Tests.Subscriptions;

public sealed class AddingWhatIsPaidOnceTests
{
    [Fact]
    public async Task WithTheFirstInvoice_ItIsPaid_EvenWhenATrialBegins()
    {
        await using var server = await EmulatorServer.StartAsync();
        var (customer, setup) = (await server.CreateCustomerAsync(), await server.CreatePriceAsync(700));

        var trialing = await server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id,
            Items = [new() { Price = (await server.CreatePriceAsync(Shop.MonthlyCents, "month")).Id }],
            AddInvoiceItems = [new() { Price = setup.Id, Quantity = 2 }],
            TrialPeriodDays = 7,
            Expand = ["latest_invoice"],
        });

        Assert.Equal(("trialing", 1_400, "paid"), (trialing.Status, trialing.LatestInvoice.AmountPaid, trialing.LatestInvoice.Status));
        Assert.Equal([1_400, 0], trialing.LatestInvoice.Lines.Select(line => line.Amount));
    }

    [Fact]
    public async Task WithAChange_ItWaitsForTheNextRenewal()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync();
        var extra = await server.CreatePriceAsync(300);

        await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { AddInvoiceItems = [new() { Price = extra.Id }] });
        var told = await server.EventsAsync("invoiceitem.created");
        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        Assert.Single(told);
        var renewed = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });
        Assert.Equal(Shop.MonthlyCents + 300, renewed.LatestInvoice.AmountPaid);
    }

    [Fact]
    public async Task APriceByThePeriod_IsNoneThatIsPaidOnce()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        var refused = await server.PostAsync(
            $"/v1/subscriptions/{subscription.Id}", $"add_invoice_items[0][price]={subscription.Items.Data[0].Price.Id}");

        Assert.Equal((400, "add_invoice_items[0][price]"), (refused.Status, refused.Parameter));
    }
}
