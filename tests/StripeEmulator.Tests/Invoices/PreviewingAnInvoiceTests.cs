using Stripe;

namespace StripeEmulator.Tests.Invoices;

public sealed class PreviewingAnInvoiceTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;
    private Stripe.TestHelpers.TestClock _clock = null!;
    private Subscription _subscription = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _clock = await _server.CreateClockAsync();
        _subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(_clock)).Id);
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddDays(14));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task TheNextRenewal_CostsWhatItWillCost_WithWhatWaits()
    {
        await _server.Stripe.V1.InvoiceItems.CreateAsync(new() { Customer = _subscription.CustomerId, Amount = 70, Currency = "usd" });

        var preview = await PreviewAsync(new() { Customer = _subscription.CustomerId });
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddMonths(1).AddHours(1));

        Assert.StartsWith("upcoming_in_", preview.Id, StringComparison.Ordinal);
        Assert.Equal(("upcoming", "draft", Shop.MonthlyCents + 70), (preview.BillingReason, preview.Status, preview.Total));
        Assert.Equal(_subscription.Id, preview.Parent.SubscriptionDetails.SubscriptionId);
        Assert.Equal(Clocks.Noon.AddMonths(1).AddHours(1), preview.NextPaymentAttempt);
        var renewal = (await _server.Stripe.V1.Subscriptions.GetAsync(_subscription.Id, new() { Expand = ["latest_invoice"] })).LatestInvoice;
        Assert.Equal((renewal.Total, renewal.PeriodStart, renewal.PeriodEnd), (preview.Total, preview.PeriodStart, preview.PeriodEnd));
        Assert.Equal(renewal.Lines.Select(WhatItIsFor), preview.Lines.Select(WhatItIsFor));
    }

    [Fact]
    public async Task AChange_CostsWhatItThenCosts_AndNothingIsStored()
    {
        var price = await _server.CreatePriceAsync(3_000, "month");
        var date = Clocks.Noon.AddDays(14);
        var events = (await _server.EventTypesAsync()).Length;

        var preview = await PreviewAsync(new()
        {
            Subscription = _subscription.Id,
            SubscriptionDetails = new()
            {
                Items = [new() { Id = _subscription.Items.Data[0].Id, Price = price.Id }],
                ProrationBehavior = "always_invoice",
                ProrationDate = date,
            },
        });
        var untouched = await _server.Stripe.V1.Subscriptions.GetAsync(_subscription.Id);
        var eventsAfter = (await _server.EventTypesAsync()).Length;
        var changed = await _server.Stripe.V1.Subscriptions.UpdateAsync(_subscription.Id, new()
        {
            Items = [new() { Id = _subscription.Items.Data[0].Id, Price = price.Id }],
            ProrationBehavior = "always_invoice",
            ProrationDate = date,
            Expand = ["latest_invoice"],
        });

        Assert.Equal(_subscription.Items.Data[0].Price.Id, untouched.Items.Data[0].Price.Id);
        Assert.Equal(events, eventsAfter);
        Assert.Equal([-500, 1_500], preview.Lines.Select(line => line.Amount));
        Assert.Equal((1_000, 1_000), (preview.Total, changed.LatestInvoice.Total));
        Assert.All(preview.Lines, line => Assert.True(line.Parent.SubscriptionItemDetails.Proration));
        Assert.Equal(2, (await _server.Stripe.V1.Invoices.ListAsync(new() { Customer = _subscription.CustomerId })).Count());
    }

    [Fact]
    public async Task AChangeThatWaits_ShowsTheRenewalWithItsCorrections()
    {
        var preview = await PreviewAsync(new()
        {
            Subscription = _subscription.Id,
            SubscriptionDetails = new() { Items = [new() { Id = _subscription.Items.Data[0].Id, Quantity = 2 }] },
        });

        Assert.Equal([-500, 1_000, 2 * Shop.MonthlyCents], preview.Lines.Select(line => line.Amount));
        var recurring = await PreviewAsync(new()
        {
            Subscription = _subscription.Id,
            PreviewMode = "recurring",
            SubscriptionDetails = new() { Items = [new() { Id = _subscription.Items.Data[0].Id, Quantity = 2 }] },
        });
        Assert.Equal(2 * Shop.MonthlyCents, Assert.Single(recurring.Lines).Amount);
    }

    [Fact]
    public async Task ASubscriptionThatIsNotThereYet_ShowsItsFirstInvoice()
    {
        var customer = await _server.CreateCustomerAsync();
        var price = await _server.CreatePriceAsync(900, "month");

        var preview = await PreviewAsync(new()
        {
            Customer = customer.Id,
            SubscriptionDetails = new() { Items = [new() { Price = price.Id, Quantity = 2 }] },
            InvoiceItems = [new() { Amount = 50, Currency = "usd", Description = "Setup" }],
        });

        Assert.Equal(1_850, preview.Total);
        Assert.Empty(await _server.Stripe.V1.Subscriptions.ListAsync(new() { Customer = customer.Id }));
        Assert.Empty(await _server.Stripe.V1.InvoiceItems.ListAsync(new() { Customer = customer.Id }));
    }

    [Fact]
    public async Task OfOneThatEnds_ThereIsNone_UnlessSomethingIsLeft()
    {
        var atTheEnd = await _server.PostAsync(
            "/v1/invoices/create_preview", $"subscription={_subscription.Id}", "subscription_details[cancel_at_period_end]=true");
        var now = await PreviewAsync(new() { Subscription = _subscription.Id, SubscriptionDetails = new() { CancelNow = true } });

        Assert.Equal((404, "invoice_upcoming_none"), (atTheEnd.Status, atTheEnd.Code));
        Assert.Equal((-500, 0), (now.Total, now.AmountDue));
    }

    [Fact]
    public async Task AWeekBeforeTheRenewal_ItIsTold_WithoutAnId()
    {
        await _server.AdvanceAsync(_clock, Clocks.Noon.AddMonths(1).AddDays(-7));

        var told = Assert.Single(await _server.EventsAsync("invoice.upcoming"));
        Assert.False(told.Subject().AsObject().ContainsKey("id"));
        Assert.Equal(("upcoming", Shop.MonthlyCents), (told.Subject().Text("billing_reason"), told.Subject().Number("amount_due")));
        Assert.Equal(new DateTimeOffset(Clocks.Noon.AddMonths(1).AddDays(-7)).ToUnixTimeSeconds(), told.Number("created"));
    }

    private static (long Amount, string Description, DateTime Until) WhatItIsFor(InvoiceLineItem line) =>
        (line.Amount, line.Description, line.Period.End);

    private Task<Invoice> PreviewAsync(InvoiceCreatePreviewOptions options) => _server.Stripe.V1.Invoices.CreatePreviewAsync(options);
}
