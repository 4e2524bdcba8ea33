namespace StripeEmulator.Tests.Invoices;

public sealed class PayingAnInvoiceByHandTests
{
    private static readonly string[] EventsOfAnInvoice =
        ["customer.created", "payment_method.attached", "invoiceitem.created", "customer.updated", "invoice.created", "invoice.finalized", "payment_intent.created"];

    [Fact]
    public async Task WhatTheCliTriggersAsPaid_IsPaid_WithTheEventsOfAPayment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var (invoice, method) = await TriggerAsync(server, "pm_card_visa");

        var paid = await server.PostAsync($"/v1/invoices/{invoice}/pay", $"payment_method={method}");

        Assert.Equal((200, "paid", 2_000L), (paid.Status, paid.Json.Text("status"), paid.Json.Number("amount_paid")));
        Assert.Equal(("manual", null), (paid.Json.Text("billing_reason"), paid.Json["parent"]));
        string[] expected = [.. EventsOfAnInvoice, "charge.succeeded", "payment_intent.succeeded", "invoice.paid", "invoice.payment_succeeded"];
        Assert.Equal(expected, (await server.EventTypesAsync()).Take(expected.Length));
        await Eventually.FindsAsync(server.EventTypesAsync, types => types[^1] == "invoice_payment.paid");
    }

    [Fact]
    public async Task WhatTheCliTriggersAsFailed_IsACardError_AndTheInvoiceStaysOpen()
    {
        await using var server = await EmulatorServer.StartAsync();
        var (invoice, method) = await TriggerAsync(server, "pm_card_chargeCustomerFail");

        var refused = await server.PostAsync($"/v1/invoices/{invoice}/pay", $"payment_method={method}");

        Assert.Equal((402, "card_error", "card_declined"), (refused.Status, refused.ErrorType, refused.Code));
        var open = await server.Stripe.V1.Invoices.GetAsync(invoice);
        Assert.Equal(("open", 1, (DateTime?)null), (open.Status, open.AttemptCount, open.NextPaymentAttempt));
        string[] expected = [.. EventsOfAnInvoice, "charge.failed", "payment_intent.payment_failed", "invoice.payment_failed", "invoice.updated"];
        Assert.Equal(expected, await server.EventTypesAsync());
    }

    [Fact]
    public async Task ASecondTryWithAnotherCard_PaysTheSamePayment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var (invoice, method) = await TriggerAsync(server, "pm_card_chargeCustomerFail");
        await server.PostAsync($"/v1/invoices/{invoice}/pay", $"payment_method={method}");

        var paid = await server.Stripe.V1.Invoices.PayAsync(invoice, new() { PaymentMethod = "pm_card_visa", Expand = ["payments"] });

        Assert.Equal(("paid", 2), (paid.Status, paid.AttemptCount));
        var intent = await server.Stripe.V1.PaymentIntents.GetAsync(Assert.Single(paid.Payments).Payment.PaymentIntentId);
        Assert.Equal(("succeeded", 2_000), (intent.Status, intent.AmountReceived));
        Assert.Equal(400, (await server.PostAsync($"/v1/invoices/{invoice}/pay")).Status);
    }

    [Fact]
    public async Task WithADefaultMethodOfItsOwn_ItIsPaidWithThat()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync("pm_card_chargeCustomerFail");
        var other = await server.Stripe.V1.PaymentMethods.AttachAsync("pm_card_mastercard", new() { Customer = customer.Id });
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 700, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new()
        {
            Customer = customer.Id, PendingInvoiceItemsBehavior = "include", DefaultPaymentMethod = other.Id,
        });

        Assert.Equal("paid", (await server.Stripe.V1.Invoices.PayAsync(draft.Id)).Status);
        Assert.Equal(other.Id, (await server.Stripe.V1.Charges.ListAsync()).Single().PaymentMethod);
    }

    [Fact]
    public async Task OneThatAdvances_IsFinalisedAnHourLater_AndTriedAgainUntilItIsPaid()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var customer = await server.CreateCustomerAsync("pm_card_chargeCustomerFail");
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 700, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(
            new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include", AutoAdvance = true });

        await clocked.AdvanceAsync(TimeSpan.FromMinutes(61));
        var failed = await server.Stripe.V1.Invoices.GetAsync(draft.Id);
        var late = await server.Stripe.V1.Customers.GetAsync(customer.Id);
        var good = await server.Stripe.V1.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = customer.Id });
        await server.Stripe.V1.Customers.UpdateAsync(customer.Id, new() { InvoiceSettings = new() { DefaultPaymentMethod = good.Id } });
        await clocked.AdvanceAsync(TimeSpan.FromDays(3.1));

        Assert.Equal(draft.Created.AddHours(1), draft.AutomaticallyFinalizesAt);
        Assert.Equal(("open", 1), (failed.Status, failed.AttemptCount));
        Assert.True(late.Delinquent);
        Assert.Equal("paid", (await server.Stripe.V1.Invoices.GetAsync(draft.Id)).Status);
        Assert.False((await server.Stripe.V1.Customers.GetAsync(customer.Id)).Delinquent);
    }

    [Fact]
    public async Task FromABankAccount_ItIsOpenUntilTheBankHasAnswered()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var (invoice, method) = await TriggerAsync(server, "pm_usBankAccount_success");

        var underWay = await server.PostAsync($"/v1/invoices/{invoice}/pay", $"payment_method={method}");
        var again = await server.PostAsync($"/v1/invoices/{invoice}/pay", $"payment_method={method}");
        var voided = await server.PostAsync($"/v1/invoices/{invoice}/void");
        await clocked.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Equal((200, "open"), (underWay.Status, underWay.Json.Text("status")));
        Assert.Equal((400, 400), (again.Status, voided.Status));
        Assert.Equal("paid", (await server.Stripe.V1.Invoices.GetAsync(invoice)).Status);
        Assert.Single(await server.Stripe.V1.Charges.ListAsync());
    }

    [Fact]
    public async Task ForASubscription_ItLeavesTheBillingCycleAlone()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();
        await server.Stripe.V1.InvoiceItems.CreateAsync(
            new() { Customer = subscription.CustomerId, Subscription = subscription.Id, Amount = 300, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(
            new() { Customer = subscription.CustomerId, Subscription = subscription.Id, PendingInvoiceItemsBehavior = "include" });

        var refused = await server.PostAsync($"/v1/invoices/{draft.Id}/pay", "payment_method=pm_card_chargeCustomerFail");

        Assert.Equal(402, refused.Status);
        Assert.Equal(subscription.Id, draft.Parent.SubscriptionDetails.SubscriptionId);
        var still = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        Assert.Equal(("active", subscription.LatestInvoiceId), (still.Status, still.LatestInvoiceId));
    }

    [Fact]
    public async Task AnEmptyOne_IsPaidByBecomingFinal()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id });

        var final = await server.Stripe.V1.Invoices.FinalizeInvoiceAsync(draft.Id);

        Assert.Equal(("paid", 0), (final.Status, final.AmountDue));
        Assert.Empty(await server.Stripe.V1.Charges.ListAsync());
    }

    /// <summary>The requests of the CLI's fixture up to the payment, with its own method id for the last.</summary>
    private static async Task<(string Invoice, string Method)> TriggerAsync(EmulatorServer server, string card)
    {
        var customer = (await server.PostAsync("/v1/customers", "description=(created by Stripe CLI)")).Id;
        var method = (await server.PostAsync($"/v1/payment_methods/{card}/attach", $"customer={customer}")).Id;
        await server.PostAsync("/v1/invoiceitems", "amount=2000", "currency=usd", $"customer={customer}", "description=(created by Stripe CLI)");
        var invoice = await server.PostAsync(
            "/v1/invoices", $"customer={customer}", "description=(created by Stripe CLI)", "pending_invoice_items_behavior=include");
        return (invoice.Id, method);
    }
}
