using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Subscriptions;

public sealed class SubscribingByCheckoutTests
{
    private static readonly string[] RenewalEvents =
    [
        "invoice.upcoming", "invoice.created", "customer.subscription.updated", "invoice.finalized", "payment_intent.created",
        "charge.succeeded", "payment_intent.succeeded", "invoice.paid", "invoice.payment_succeeded", "invoice_payment.paid",
    ];

    [Fact]
    public async Task TheSessionIsCompleted_BeforeTheSubscriptionIsCreated()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.CreatePlanSessionAsync();

        await server.PayAsync(session);

        string[] expected =
        [
            "charge.succeeded", "payment_method.attached", "customer.created", "checkout.session.completed", "customer.updated",
            "customer.subscription.created", "payment_intent.succeeded", "payment_intent.created", "invoice.created",
            "invoice.finalized", "invoice.paid", "invoice.payment_succeeded",
        ];
        Assert.Equal(expected, (await server.EventTypesAsync()).Skip(2).Take(expected.Length));
        var completed = await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["subscription.latest_invoice"] });
        Assert.Equal(("complete", "paid", "active"), (completed.Status, completed.PaymentStatus, completed.Subscription.Status));
        Assert.Equal(("ada", "subscription_create", "paid"), (
            completed.Subscription.Metadata["user_id"],
            completed.Subscription.LatestInvoice.BillingReason,
            completed.Subscription.LatestInvoice.Status));
        Assert.Equal("ada", completed.Subscription.LatestInvoice.Parent.SubscriptionDetails.Metadata["user_id"]);
        Assert.NotNull(completed.Subscription.DefaultPaymentMethodId);
        Assert.Null(completed.PaymentIntentId);
    }

    [Fact]
    public async Task ADeclinedCard_MakesNoSubscription()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.CreatePlanSessionAsync();

        var declined = await server.PayAsync(session, "pm_card_chargeDeclined");

        Assert.False(declined["succeeded"]!.GetValue<bool>());
        Assert.Empty(await server.Stripe.V1.Subscriptions.ListAsync(new() { Status = "all" }));
        Assert.Empty(await server.Stripe.V1.Customers.ListAsync());
        Assert.Equal(
            ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"], (await server.EventTypesAsync()).Skip(2));
    }

    [Fact]
    public async Task WithATrial_NothingIsPaidNow_AndTheCardIsKept()
    {
        await using var server = await EmulatorServer.StartAsync();
        var price = await server.CreatePriceAsync(Shop.MonthlyCents, "month");
        var session = await server.Stripe.V1.Checkout.Sessions.CreateAsync(new()
        {
            Mode = "subscription",
            LineItems = [new() { Price = price.Id, Quantity = 1 }],
            SuccessUrl = "https://shop.example.test/done",
            SubscriptionData = new() { TrialPeriodDays = 7 },
        });

        await server.PayAsync(session);

        var completed = await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["subscription"] });
        Assert.Equal(("no_payment_required", 0, "trialing"), (completed.PaymentStatus, completed.AmountTotal, completed.Subscription.Status));
        Assert.NotNull(completed.Subscription.DefaultPaymentMethodId);
        Assert.Empty(await server.Stripe.V1.Charges.ListAsync());
    }

    [Fact]
    public async Task ThreeMonths_AreThreeRenewals_EachAtItsOwnTime()
    {
        // One delivery after the other, so that they arrive as they happened: the first are too old for the list of events.
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var clocked = await ClockedServer.StartAsync(
            $"--Webhooks:0:Url={receiver.Url}", $"--Webhooks:0:Secrets={WebhookReceiver.Secret}", "--Webhooks:Concurrency=1");
        var server = clocked.Server;
        await server.PayAsync(await server.CreatePlanSessionAsync());
        var subscription = (await server.Stripe.V1.Subscriptions.ListAsync()).Single();
        var start = subscription.Items.Data[0].CurrentPeriodStart;
        await receiver.TakeUntilAsync("invoice_payment.paid");

        await clocked.AdvanceAsync(TimeSpan.FromDays(93));

        for (var month = 1; month <= 3; month++)
        {
            var events = await receiver.TakeUntilAsync("invoice_payment.paid");
            Assert.Equal(RenewalEvents, events.Select(recorded => recorded.TypeOf()));
            AssertRenewed(events, start.AddMonths(month));
        }

        var renewed = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        Assert.Equal((start.AddMonths(3), start.AddMonths(4)), (renewed.Items.Data[0].CurrentPeriodStart, renewed.Items.Data[0].CurrentPeriodEnd));
        Assert.Equal(4, (await server.Stripe.V1.Invoices.ListAsync(new() { Subscription = subscription.Id, Status = "paid" })).Count());
    }

    [Fact]
    public async Task ARenewalsInvoice_IsADraftForAnHour()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var subscription = await clocked.Server.SubscribeAsync();
        var toPeriodEnd = subscription.Items.Data[0].CurrentPeriodEnd - subscription.Created;

        await clocked.AdvanceAsync(toPeriodEnd + TimeSpan.FromMinutes(10));
        var draft = (await clocked.Server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] })).LatestInvoice;
        await clocked.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(("draft", true), (draft.Status, draft.AutoAdvance));
        Assert.Equal(draft.Created.AddHours(1), draft.AutomaticallyFinalizesAt);
        Assert.Equal("paid", (await clocked.Server.Stripe.V1.Invoices.GetAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task WithoutTheHour_ARenewalIsPaidAtOnce()
    {
        await using var clocked = await ClockedServer.StartAsync("--Payments:DraftSeconds=0");
        var subscription = await clocked.Server.SubscribeAsync();

        await clocked.AdvanceAsync(subscription.Items.Data[0].CurrentPeriodEnd - subscription.Created + TimeSpan.FromMinutes(1));

        var renewal = (await clocked.Server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] })).LatestInvoice;
        Assert.Equal(("subscription_cycle", "paid"), (renewal.BillingReason, renewal.Status));
        Assert.Equal(subscription.Items.Data[0].CurrentPeriodEnd, renewal.StatusTransitions.PaidAt);
    }

    [Fact]
    public async Task APaidInvoice_IsLinkedToItsPayment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        var invoice = await server.Stripe.V1.Invoices.GetAsync(
            subscription.LatestInvoiceId, new() { Expand = ["payments.data.payment.payment_intent"] });
        var intent = Assert.Single(invoice.Payments).Payment.PaymentIntent;
        var found = await server.Stripe.V1.InvoicePayments.ListAsync(
            new() { Payment = new() { Type = "payment_intent", PaymentIntent = intent.Id } });

        Assert.Equal(("succeeded", Shop.MonthlyCents), (intent.Status, intent.Amount));
        Assert.Equal((invoice.Id, "paid"), (Assert.Single(found).InvoiceId, found.Single().Status));
    }

    [Fact]
    public async Task ATrial_IsFree_AndIsPaidWhenItEnds()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var customer = await server.CreateCustomerAsync();
        var price = await server.CreatePriceAsync(Shop.MonthlyCents, "month");

        var trialing = await server.Stripe.V1.Subscriptions.CreateAsync(
            new() { Customer = customer.Id, Items = [new() { Price = price.Id }], TrialPeriodDays = 14, Expand = ["latest_invoice"] });
        await clocked.AdvanceAsync(TimeSpan.FromDays(15));

        Assert.Equal(("trialing", 0, "paid"), (trialing.Status, trialing.LatestInvoice.Total, trialing.LatestInvoice.Status));
        var active = await server.Stripe.V1.Subscriptions.GetAsync(trialing.Id, new() { Expand = ["latest_invoice"] });
        Assert.Equal(("active", Shop.MonthlyCents, "paid"), (active.Status, active.LatestInvoice.AmountPaid, active.LatestInvoice.Status));
        Assert.Equal("trialing", (await server.EventsAsync("customer.subscription.updated"))[0].Before().Text("status"));
        Assert.Single(await server.EventsAsync("customer.subscription.trial_will_end"));
    }

    private static void AssertRenewed(IReadOnlyList<JsonNode> events, DateTime periodStart)
    {
        var at = new DateTimeOffset(periodStart).ToUnixTimeSeconds();
        Assert.Equal(at - (7 * 86_400), events[0].Number("created"));
        Assert.Equal(at, events[1].Number("created"));
        Assert.Equal(at + 3_600, events[7].Number("created"));
        var paid = events[7].Subject();
        Assert.Equal(("subscription_cycle", "ada"), (
            paid.Text("billing_reason"), paid["parent"]!["subscription_details"]!["metadata"]!.Text("user_id")));
    }
}
