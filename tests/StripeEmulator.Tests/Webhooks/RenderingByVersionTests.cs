namespace StripeEmulator.Tests.Webhooks;

public sealed class RenderingByVersionTests
{
    [Fact]
    public async Task ARenewal_HasThePeriodAtTheTopBeforeBasil_AndOnTheItemsSince()
    {
        await using var renewal = await TwoVersions.StartAsync("customer.subscription.updated");
        await renewal.Server.SubscribeAsync();
        await renewal.AdvanceAsync(TimeSpan.FromDays(32));

        var (old, current) = await renewal.TakeAsync();

        Assert.Equal(old.Text("id"), current.Text("id"));
        Assert.Equal((TwoVersions.Acacia, TwoVersions.Endive), (old.Text("api_version"), current.Text("api_version")));
        Assert.Equal(["current_period_end", "current_period_start", "latest_invoice"], old.Before().Select(field => field.Key).Order());
        Assert.Equal(["items", "latest_invoice"], current.Before().Select(field => field.Key).Order());
        var (oldItem, item) = (old.Subject()["items"]!["data"]![0]!, current.Subject()["items"]!["data"]![0]!);
        Assert.Null(oldItem["current_period_end"]);
        Assert.Null(current.Subject()["current_period_end"]);
        Assert.Equal(old.Subject().Number("current_period_end"), item.Number("current_period_end"));
        var itemBefore = current.Before()["items"]!["data"]![0]!;
        Assert.Equal(item.Number("current_period_start"), itemBefore.Number("current_period_end"));
        Assert.Equal(old.Before().Number("current_period_end"), itemBefore.Number("current_period_end"));
        Assert.Equal(item["price"]!.Text("id"), itemBefore["price"]!.Text("id"));
    }

    [Fact]
    public async Task AnInvoice_NamesItsSubscriptionAndPaymentBeforeBasil_AndItsParentSince()
    {
        await using var renewal = await TwoVersions.StartAsync("invoice.paid");
        var subscription = await renewal.Server.SubscribeAsync();

        var (old, current) = await renewal.TakeAsync();

        var (oldInvoice, invoice) = (old.Subject(), current.Subject());
        Assert.Equal(subscription.Id, oldInvoice.Text("subscription"));
        Assert.Equal("ada", oldInvoice["subscription_details"]!["metadata"]!.Text("user_id"));
        Assert.StartsWith("pi_", oldInvoice.Text("payment_intent"), StringComparison.Ordinal);
        Assert.True(oldInvoice["paid"]!.GetValue<bool>());
        Assert.Equal("subscription", oldInvoice["lines"]!["data"]![0]!.Text("type"));
        Assert.Null(oldInvoice["parent"]);

        Assert.Equal(subscription.Id, invoice["parent"]!["subscription_details"]!.Text("subscription"));
        Assert.Equal("ada", invoice["parent"]!["subscription_details"]!["metadata"]!.Text("user_id"));
        Assert.Equal("subscription_item_details", invoice["lines"]!["data"]![0]!["parent"]!.Text("type"));
        Assert.Equal(
            oldInvoice["lines"]!["data"]![0]!["price"]!.Text("id"),
            invoice["lines"]!["data"]![0]!["pricing"]!["price_details"]!.Text("price"));
        foreach (var gone in (string[])["subscription", "payment_intent", "charge", "paid", "tax", "payments"])
        {
            Assert.False(invoice.AsObject().ContainsKey(gone), gone);
        }
    }

    [Fact]
    public async Task ACharge_NamesItsInvoiceBeforeBasilOnly()
    {
        await using var renewal = await TwoVersions.StartAsync("charge.succeeded");
        await renewal.Server.SubscribeAsync();

        var (old, current) = await renewal.TakeAsync();

        Assert.StartsWith("in_", old.Subject().Text("invoice"), StringComparison.Ordinal);
        Assert.False(current.Subject().AsObject().ContainsKey("invoice"));
    }

    [Fact]
    public async Task ARequestsVersion_DecidesItsAnswer()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();
        var path = $"/v1/subscriptions/{subscription.Id}?expand[]=latest_invoice.payment_intent";

        var old = await server.SendAsync(HttpMethod.Get, path, headers: ("Stripe-Version", TwoVersions.Acacia));
        var refused = await server.SendAsync(HttpMethod.Get, path, headers: ("Stripe-Version", TwoVersions.Endive));

        Assert.Equal("succeeded", old.Json["latest_invoice"]!["payment_intent"]!.Text("status"));
        Assert.NotNull(old.Json["current_period_end"]);
        Assert.Equal((400, "expand"), (refused.Status, refused.Parameter));
    }

    [Fact]
    public async Task ACorrection_IsAnInvoiceItemBeforeBasil_AndAboutTheSubscriptionsItemSince()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();
        var item = subscription.Items.Data[0].Id;
        var changed = await server.Stripe.V1.Subscriptions.UpdateAsync(
            subscription.Id, new() { Items = [new() { Id = item, Quantity = 2 }], ProrationBehavior = "always_invoice" });
        var path = $"/v1/invoices/{changed.LatestInvoiceId}";

        var old = (await server.SendAsync(HttpMethod.Get, path, headers: ("Stripe-Version", TwoVersions.Acacia))).Json["lines"]!["data"]![0]!;
        var current = (await server.SendAsync(HttpMethod.Get, path, headers: ("Stripe-Version", TwoVersions.Endive))).Json["lines"]!["data"]![0]!;

        Assert.Equal(("invoiceitem", item), (old.Text("type"), old.Text("subscription_item")));
        Assert.True(old["proration"]!.GetValue<bool>());
        var details = current["parent"]!["subscription_item_details"]!;
        Assert.Equal((old.Text("invoice_item"), item), (details.Text("invoice_item"), details.Text("subscription_item")));
        Assert.True(details["proration"]!.GetValue<bool>());
        Assert.Null(current["parent"]!["invoice_item_details"]);
    }

    [Theory]
    [InlineData("2025-02-24.acacia", "current_period_end", "discount")]
    [InlineData("2025-03-31.basil")]
    [InlineData("2025-06-30.basil", "billing_mode")]
    [InlineData("2025-11-17.clover", "billing_mode", "customer_account")]
    [InlineData("2026-05-27.dahlia", "billing_mode", "customer_account", "managed_payments", "billing_schedules")]
    [InlineData("2026-09-30.endive", "billing_mode", "customer_account", "managed_payments", "billing_schedules", "status_details")]
    public async Task APausedSubscription_HasWhatItsVersionKnows(string version, params string[] fields)
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();
        await server.Stripe.V1.Subscriptions.PauseAsync(subscription.Id);

        var shown = await server.SendAsync(HttpMethod.Get, $"/v1/subscriptions/{subscription.Id}", headers: ("Stripe-Version", version));

        string[] byVersion =
            ["current_period_end", "discount", "billing_mode", "customer_account", "managed_payments", "billing_schedules", "status_details"];
        Assert.Equal(fields, byVersion.Where(shown.Json.AsObject().ContainsKey));
        Assert.Equal("paused", shown.Json.Text("status"));
    }

    [Fact]
    public async Task AnInvoiceItem_HasItsPriceBeforeBasil_AndItsPricingSince()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();
        var item = await server.Stripe.V1.InvoiceItems.CreateAsync(
            new() { Customer = subscription.CustomerId, Subscription = subscription.Id, Amount = 500, Currency = "usd" });

        var old = (await server.SendAsync(HttpMethod.Get, $"/v1/invoiceitems/{item.Id}", headers: ("Stripe-Version", TwoVersions.Acacia))).Json;
        var current = (await server.SendAsync(HttpMethod.Get, $"/v1/invoiceitems/{item.Id}", headers: ("Stripe-Version", TwoVersions.Endive))).Json;

        Assert.Equal((subscription.Id, 500L), (old.Text("subscription"), old["price"]!.Number("unit_amount")));
        Assert.Equal(subscription.Id, current["parent"]!["subscription_details"]!.Text("subscription"));
        Assert.Equal(old["price"]!.Text("id"), current["pricing"]!["price_details"]!.Text("price"));
        Assert.False(old.AsObject().ContainsKey("net_amount"));
        Assert.Equal("1", current.Text("quantity_decimal"));
    }
}
