using Stripe;

namespace StripeEmulator.Tests.Invoices;

public sealed class SendingAnInvoiceTests
{
    [Fact]
    public async Task Sent_ItIsOpen_AndDueAfterItsDays()
    {
        await using var server = await EmulatorServer.StartAsync();
        var draft = await DraftAsync(server);

        var sent = await server.Stripe.V1.Invoices.SendInvoiceAsync(draft.Id);

        Assert.Equal(("send_invoice", "open", (DateTime?)null), (sent.CollectionMethod, sent.Status, sent.NextPaymentAttempt));
        Assert.Equal(sent.StatusTransitions.FinalizedAt!.Value.AddDays(14), sent.DueDate);
        Assert.Equal(["invoice.finalized", "payment_intent.created", "invoice.sent"], (await server.EventTypesAsync())[^3..]);
    }

    [Fact]
    public async Task NotPaidInTime_ItIsOverdue_AndTheCustomerDelinquent_UntilItIsPaid()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var draft = await DraftAsync(server);
        await server.Stripe.V1.Invoices.SendInvoiceAsync(draft.Id);

        await clocked.AdvanceAsync(TimeSpan.FromDays(15));
        var late = await server.Stripe.V1.Customers.GetAsync(draft.CustomerId);
        var paid = await server.Stripe.V1.Invoices.PayAsync(draft.Id);

        Assert.True(late.Delinquent);
        Assert.Single(await server.EventsAsync("invoice.overdue"));
        Assert.Equal("paid", paid.Status);
        Assert.False((await server.Stripe.V1.Customers.GetAsync(draft.CustomerId)).Delinquent);
    }

    [Fact]
    public async Task ByItself_ItIsSentAfterTheHour_AndChargesNobody()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var draft = await DraftAsync(server);
        await server.Stripe.V1.Invoices.UpdateAsync(draft.Id, new() { AutoAdvance = true });

        await clocked.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal("open", (await server.Stripe.V1.Invoices.GetAsync(draft.Id)).Status);
        Assert.Equal("invoice.sent", (await server.EventTypesAsync())[^1]);
        Assert.Empty(await server.Stripe.V1.Charges.ListAsync());
    }

    [Fact]
    public async Task ChangedToBeCharged_ItHasNoDayToPayBy()
    {
        await using var server = await EmulatorServer.StartAsync();
        var draft = await DraftAsync(server);

        var charged = await server.Stripe.V1.Invoices.UpdateAsync(draft.Id, new() { CollectionMethod = "charge_automatically" });

        Assert.Equal(("charge_automatically", (DateTime?)null), (charged.CollectionMethod, charged.DueDate));
        Assert.Equal("paid", (await server.Stripe.V1.Invoices.PayAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task ToACustomerWithoutAnAddress_ItIsRefused_AndSoIsOneToBeCharged()
    {
        await using var server = await EmulatorServer.StartAsync();
        var nameless = await server.Stripe.V1.Customers.CreateAsync(new());
        var known = await server.CreateCustomerAsync();
        var charged = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = known.Id });

        var missing = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Invoices.CreateAsync(
            new() { Customer = nameless.Id, CollectionMethod = "send_invoice", DaysUntilDue = 3 }));
        var wrong = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Invoices.SendInvoiceAsync(charged.Id));

        Assert.StartsWith("Missing email", missing.StripeError.Message, StringComparison.Ordinal);
        Assert.Contains("send_invoice", wrong.StripeError.Message, StringComparison.Ordinal);
    }

    private static async Task<Invoice> DraftAsync(EmulatorServer server)
    {
        var customer = await server.CreateCustomerAsync();
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 700, Currency = "usd" });
        return await server.Stripe.V1.Invoices.CreateAsync(new()
        {
            Customer = customer.Id, PendingInvoiceItemsBehavior = "include", CollectionMethod = "send_invoice", DaysUntilDue = 14,
        });
    }
}
