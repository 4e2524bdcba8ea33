using Stripe;

namespace StripeEmulator.Tests.Invoices;

public sealed class GivingUpAnInvoiceTests
{
    [Fact]
    public async Task AVoidedOne_IsOwedByNobody_AndItsPaymentIsCanceled()
    {
        await using var server = await EmulatorServer.StartAsync();
        var open = await OpenInvoiceAsync(server);

        var voided = await server.Stripe.V1.Invoices.VoidInvoiceAsync(open.Id);

        Assert.Equal("void", voided.Status);
        Assert.NotNull(voided.StatusTransitions.VoidedAt);
        Assert.Equal(["payment_intent.canceled", "invoice.voided"], (await server.EventTypesAsync())[^2..]);
        Assert.Equal("void_invoice", (await server.Stripe.V1.PaymentIntents.ListAsync()).Single().CancellationReason);
        Assert.Equal("canceled", (await server.Stripe.V1.InvoicePayments.ListAsync(new() { Invoice = open.Id })).Single().Status);
        Assert.Equal(400, (await server.PostAsync($"/v1/invoices/{open.Id}/pay")).Status);
        Assert.Equal(400, (await server.PostAsync($"/v1/invoices/{open.Id}/void")).Status);
    }

    [Fact]
    public async Task OneMarkedUncollectible_CanStillBePaid()
    {
        await using var server = await EmulatorServer.StartAsync();
        var open = await OpenInvoiceAsync(server);

        var marked = await server.Stripe.V1.Invoices.MarkUncollectibleAsync(open.Id);
        var paid = await server.Stripe.V1.Invoices.PayAsync(open.Id);

        Assert.Equal(("uncollectible", "user_forgiven"), (marked.Status, marked.StatusDetails.Uncollectible.Reason));
        Assert.Equal("paid", paid.Status);
        var told = Assert.Single(await server.EventsAsync("invoice.marked_uncollectible"));
        Assert.Equal("open", told.Before().Text("status"));
    }

    [Fact]
    public async Task ADraft_CanBeNeither()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id });

        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Invoices.VoidInvoiceAsync(draft.Id));
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Invoices.MarkUncollectibleAsync(draft.Id));
    }

    [Fact]
    public async Task PaidElsewhere_ItsPaymentCanNotBeMadeAnyMore()
    {
        await using var server = await EmulatorServer.StartAsync();
        var open = await OpenInvoiceAsync(server);

        await server.Stripe.V1.Invoices.PayAsync(open.Id, new() { PaidOutOfBand = true });

        var intent = (await server.Stripe.V1.PaymentIntents.ListAsync()).Single();
        Assert.Equal("canceled", intent.Status);
        Assert.Equal(["payment_intent.canceled", "invoice.paid"], (await server.EventTypesAsync())[^2..]);
    }

    private static async Task<Invoice> OpenInvoiceAsync(EmulatorServer server)
    {
        var customer = await server.CreateCustomerAsync();
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 700, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include" });
        return await server.Stripe.V1.Invoices.FinalizeInvoiceAsync(draft.Id);
    }
}
