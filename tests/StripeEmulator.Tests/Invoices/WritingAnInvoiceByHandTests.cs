namespace StripeEmulator.Tests.Invoices;

public sealed class WritingAnInvoiceByHandTests
{
    private const string Acacia = "2025-02-24.acacia";

    [Fact]
    public async Task WhatWaits_GoesOntoTheInvoiceThatAsksForIt()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var price = await server.CreatePriceAsync(250);
        await server.Stripe.V1.InvoiceItems.CreateAsync(
            new() { Customer = customer.Id, Pricing = new() { Price = price.Id }, Quantity = 4, Metadata = new() { ["order"] = "7" } });
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = -100, Currency = "usd", Description = "Sorry" });

        var without = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include" });
        var waiting = await server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = customer.Id, Pending = true });

        Assert.Empty(without.Lines);
        Assert.Equal((900, "draft", false), (draft.Total, draft.Status, draft.AutoAdvance));
        Assert.Equal([(1_000, 4L, "7"), (-100, 1L, null)], draft.Lines.Select(line => (line.Amount, line.Quantity, line.Metadata.GetValueOrDefault("order"))));
        Assert.Empty(waiting);
        var lines = await server.Stripe.V1.Invoices.LineItems.ListAsync(draft.Id, new() { Limit = 1 });
        Assert.True(lines.HasMore);
        Assert.Equal(draft.Lines.Data[0].Id, lines.Single().Id);
    }

    [Fact]
    public async Task ItsLine_NamesItsItem_AndNoSubscription_InBothShapes()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var item = await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 500, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include" });

        var line = Assert.Single(draft.Lines);
        var old = (await server.SendAsync(HttpMethod.Get, $"/v1/invoices/{draft.Id}", headers: ("Stripe-Version", Acacia))).Json;

        Assert.Null(draft.Parent);
        Assert.Equal(("invoice_item_details", item.Id, false), (line.Parent.Type, line.Parent.InvoiceItemDetails.InvoiceItem, line.Parent.InvoiceItemDetails.Proration));
        Assert.Null(line.Parent.InvoiceItemDetails.Subscription);
        Assert.Equal(500, line.Pricing.UnitAmountDecimal);
        Assert.Equal("one_time", (await server.Stripe.V1.Prices.GetAsync(line.Pricing.PriceDetails.PriceId)).Type);
        Assert.Null(old["subscription"]);
        var oldLine = old["lines"]!["data"]![0]!;
        Assert.Equal(("invoiceitem", item.Id), (oldLine.Text("type"), oldLine.Text("invoice_item")));
        Assert.Equal((null, "one_time"), (oldLine["plan"], oldLine["price"]!.Text("type")));
    }

    [Fact]
    public async Task AnItemForADraft_IsOnItAtOnce_AndLeavesItWhenDeleted()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id });

        var item = await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Invoice = draft.Id, Amount = 500, Currency = "usd" });
        await server.Stripe.V1.InvoiceItems.UpdateAsync(item.Id, new() { Amount = 800, Description = "Setup" });
        var changed = await server.Stripe.V1.Invoices.GetAsync(draft.Id);
        await server.Stripe.V1.InvoiceItems.DeleteAsync(item.Id);

        Assert.Equal((800, "Setup"), (changed.Total, changed.Lines.Single().Description));
        Assert.Empty((await server.Stripe.V1.Invoices.GetAsync(draft.Id)).Lines);
        Assert.Equal(
            ["invoice.created", "invoiceitem.created", "customer.updated", "invoice.updated", "invoice.updated", "invoiceitem.deleted", "invoice.updated"],
            (await server.EventTypesAsync())[^7..]);
        Assert.Equal(500, (await server.EventsAsync("invoice.updated"))[1].Before().Number("total"));
    }

    [Fact]
    public async Task AFinalOne_ChangesNoMore_ButForItsMetadata()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        var item = await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 500, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include" });
        await server.Stripe.V1.Invoices.UpdateAsync(draft.Id, new() { Description = "March" });

        var final = await server.Stripe.V1.Invoices.FinalizeInvoiceAsync(draft.Id);

        Assert.Equal(("open", "March"), (final.Status, final.Description));
        Assert.NotNull(final.Number);
        Assert.Equal(400, (await server.PostAsync($"/v1/invoices/{draft.Id}", "description=April")).Status);
        Assert.Equal(400, (await server.PostAsync($"/v1/invoiceitems/{item.Id}", "amount=1")).Status);
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Delete, $"/v1/invoices/{draft.Id}")).Status);
        Assert.Equal(400, (await server.PostAsync("/v1/invoiceitems", $"customer={customer.Id}", $"invoice={draft.Id}", "amount=1")).Status);
        Assert.Equal("b", (await server.Stripe.V1.Invoices.UpdateAsync(draft.Id, new() { Metadata = new() { ["a"] = "b" } })).Metadata["a"]);
    }

    [Fact]
    public async Task FinalisedEarly_OneThatAdvancesSaysWhenItIsCollected()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var customer = await server.CreateCustomerAsync();
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 500, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include" });

        var open = await server.Stripe.V1.Invoices.FinalizeInvoiceAsync(draft.Id, new() { AutoAdvance = true });
        await clocked.AdvanceAsync(TimeSpan.FromMinutes(61));

        Assert.Equal(open.StatusTransitions.FinalizedAt!.Value.AddHours(1), open.NextPaymentAttempt);
        Assert.NotNull(Assert.Single(await server.EventsAsync("invoice.finalized")).Subject()["next_payment_attempt"]);
        Assert.Equal("paid", (await server.Stripe.V1.Invoices.GetAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task ADeletedDraft_IsGone_AndItsItemsWaitAgain()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 500, Currency = "usd" });
        var draft = await server.Stripe.V1.Invoices.CreateAsync(new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include" });

        var deleted = await server.Stripe.V1.Invoices.DeleteAsync(draft.Id);

        Assert.True(deleted.Deleted);
        Assert.Equal(404, (await server.GetAsync($"/v1/invoices/{draft.Id}")).Status);
        Assert.Single(await server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = customer.Id, Pending = true }));
        Assert.Equal("invoice.deleted", (await server.EventTypesAsync())[^1]);
    }

    [Fact]
    public async Task WhatWaits_IsAlsoBilledByTheNextRenewal()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var subscription = await server.SubscribeAsync();
        await server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = subscription.CustomerId, Amount = 500, Currency = "usd" });

        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        var renewal = (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] })).LatestInvoice;
        Assert.Equal((Shop.MonthlyCents + 500, 2), (renewal.AmountPaid, renewal.Lines.Count()));
    }

    [Theory]
    [InlineData("/v1/invoiceitems", "amount", "customer={0}")]
    [InlineData("/v1/invoiceitems", "customer", "amount=5")]
    [InlineData("/v1/invoiceitems", "price", "customer={0}", "price=price_1")]
    [InlineData("/v1/invoices", "discounts", "customer={0}", "discounts[0][coupon]=x")]
    [InlineData("/v1/invoices", "days_until_due", "customer={0}", "collection_method=send_invoice")]
    [InlineData("/v1/invoices", "due_date", "customer={0}", "days_until_due=3")]
    public async Task WhatCanNotBe_IsRefused_AndNamed(string path, string parameter, params string[] form)
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync();

        var refused = await server.PostAsync(path, [.. form.Select(field => field.Replace("{0}", customer.Id, StringComparison.Ordinal))]);

        Assert.Equal((400, parameter), (refused.Status, refused.Parameter));
    }
}
