using System.Text.Json.Nodes;
using CsCheck;
using Stripe;

namespace StripeEmulator.Tests.Requests;

public sealed class TalkingToStripeNetTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task EveryFieldOfEveryResource_IsOneThatStripeNetKnows_AndSurvivesIt()
    {
        var customer = await server.Stripe.V1.Customers.CreateAsync(new()
        {
            Email = "ada@example.test",
            Address = new() { City = "London" },
            Shipping = new() { Name = "Ada", Address = new() { Line1 = "1 Street" } },
            PreferredLocales = ["en"],
            Metadata = new() { ["a"] = "1" },
        });
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 500,
            Currency = "usd",
            Customer = customer.Id,
            PaymentMethod = "pm_card_visa",
            Confirm = true,
            Expand = ["latest_charge", "payment_method", "customer"],
        });
        var declined = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_chargeDeclined", Confirm = true }));

        AssertSurvives(customer);
        AssertSurvives(paid);
        AssertSurvives(await server.Stripe.V1.PaymentIntents.GetAsync(declined.StripeError.PaymentIntent.Id));
        AssertSurvives(await server.Stripe.V1.Charges.GetAsync(paid.LatestChargeId));
        AssertSurvives(await server.Stripe.V1.PaymentMethods.GetAsync(paid.PaymentMethodId));
        AssertSurvives(await server.Stripe.V1.Customers.DeleteAsync((await server.Stripe.V1.Customers.CreateAsync(new())).Id));
    }

    [Fact]
    public async Task EveryFieldOfBilling_IsOneThatStripeNetKnows_AndSurvivesIt()
    {
        var api = server.Stripe.V1;
        var session = await server.CreatePlanSessionAsync();
        await server.PayAsync(session);
        var bought = await api.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["line_items", "customer", "subscription", "invoice"] });
        var subscription = await api.Subscriptions.UpdateAsync(bought.SubscriptionId, new()
        {
            Items = [new() { Id = bought.Subscription.Items.Data[0].Id, Price = (await server.CreatePriceAsync(5_000, "month")).Id }],
            ProrationBehavior = "always_invoice",
            Expand = ["latest_invoice.payments", "latest_invoice.confirmation_secret", "items.data.price.product"],
        });

        AssertSurvives(bought);
        AssertSurvives(subscription);
        AssertSurvives(await api.Invoices.GetAsync(subscription.LatestInvoiceId));
        AssertSurvives(await api.Products.GetAsync(subscription.Items.Data[0].Price.ProductId));
        AssertSurvives(await api.Prices.GetAsync(subscription.Items.Data[0].Price.Id));
        AssertSurvives((await api.InvoicePayments.ListAsync(new() { Invoice = subscription.LatestInvoiceId })));
        AssertSurvives((await api.InvoiceItems.ListAsync(new() { Customer = bought.CustomerId })));
        AssertSurvives(await api.Checkout.Sessions.LineItems.ListAsync(session.Id));
        AssertSurvives(await api.PaymentMethods.ListAsync(new() { Customer = bought.CustomerId }));
        AssertSurvives(await api.BillingPortal.Sessions.CreateAsync(new() { Customer = bought.CustomerId, Expand = ["configuration"] }));
        AssertSurvives(await api.Subscriptions.CancelAsync(bought.SubscriptionId));
    }

    [Fact]
    public async Task EveryFieldOfBillingByHand_IsOneThatStripeNetKnows_AndSurvivesIt()
    {
        var api = server.Stripe.V1;
        var clock = await server.CreateClockAsync();
        var subscription = await server.SubscribeAsync((await server.CreateCustomerOnAsync(clock)).Id);
        var item = await api.InvoiceItems.CreateAsync(new() { Customer = subscription.CustomerId, Amount = 500, Currency = "usd" });
        var preview = await api.Invoices.CreatePreviewAsync(new() { Subscription = subscription.Id });
        var draft = await api.Invoices.CreateAsync(new()
        {
            Customer = subscription.CustomerId, PendingInvoiceItemsBehavior = "include", CollectionMethod = "send_invoice", DaysUntilDue = 3,
        });
        await api.Invoices.FinalizeInvoiceAsync(draft.Id);

        AssertSurvives(clock);
        AssertSurvives(item);
        AssertSurvives(preview);
        AssertSurvives(draft);
        AssertSurvives(await api.Invoices.LineItems.ListAsync(draft.Id));
        AssertSurvives(await api.Invoices.MarkUncollectibleAsync(draft.Id));
        AssertSurvives(await api.SubscriptionItems.GetAsync(subscription.Items.Data[0].Id));
        AssertSurvives(await api.Subscriptions.PauseAsync(subscription.Id));
        AssertSurvives(await api.TestHelpers.TestClocks.AdvanceAsync(clock.Id, new() { FrozenTime = clock.FrozenTime.AddDays(1) }));
        AssertSurvives(await api.TestHelpers.TestClocks.DeleteAsync(clock.Id));
    }

    [Fact]
    public async Task EveryFieldOfTheRest_IsOneThatStripeNetKnows_AndSurvivesIt()
    {
        var api = server.Stripe.V1;
        var disputed = await PayAsync("pm_card_createDispute");
        var warned = await PayAsync("pm_card_createIssuerFraudRecord");
        var debited = await PayAsync("pm_usBankAccount_success");

        AssertSurvives(await api.Refunds.CreateAsync(new() { PaymentIntent = warned.Id, Expand = ["charge"] }));
        AssertSurvives(await api.Disputes.ListAsync(new() { PaymentIntent = disputed.Id }));
        AssertSurvives(await api.Radar.EarlyFraudWarnings.ListAsync(new() { PaymentIntent = warned.Id }));
        AssertSurvives(await api.Charges.GetAsync(debited.LatestChargeId));
        AssertSurvives(await api.PaymentMethods.GetAsync(debited.PaymentMethodId));
        AssertSurvives(await api.WebhookEndpoints.CreateAsync(new() { Url = "http://127.0.0.1:9/", EnabledEvents = ["invoice.paid"] }));
        AssertSurvives(await api.Accounts.GetSelfAsync());
    }

    [Fact]
    public async Task AnEvent_CarriesTypedObjects()
    {
        await using var fresh = await EmulatorServer.StartAsync(EmulatorServer.NothingIsBooked);
        var paid = await fresh.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });

        var events = (await fresh.Stripe.V1.Events.ListAsync(new() { Limit = 3 })).ToList();
        var again = await fresh.Stripe.V1.Events.GetAsync(events[0].Id);

        Assert.Equal(paid.Id, Assert.IsType<PaymentIntent>(again.Data.Object).Id);
        Assert.Equal(paid.LatestChargeId, Assert.IsType<Charge>(events[1].Data.Object).Id);
        Assert.All(events, recorded => Assert.StartsWith("evt_3", recorded.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void AnyText_ComesBackAsItWasSent()
    {
        var text = Gen.String[Gen.Char['\u0020', '\uD7FF'], 1, 60];
        var entry = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 40], text);

        Gen.Select(text, Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 40], text)[0, 8]).Sample(
            (name, metadata) =>
            {
                var created = server.Stripe.V1.Customers.Create(new() { Name = name, Metadata = metadata });
                var found = server.Stripe.V1.Customers.Get(created.Id);
                return found.Name == name
                    && found.Metadata.Count == metadata.Count
                    && metadata.All(sent => found.Metadata[sent.Key] == sent.Value);
            },
            iter: 60);
    }

    private Task<PaymentIntent> PayAsync(string method) =>
        server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd", PaymentMethod = method, Confirm = true });

    private static void AssertSurvives<T>(T entity)
        where T : StripeEntity =>
        Assert.Empty(RoundTrip.Lost(JsonNode.Parse(entity.StripeResponse.Content)!, JsonNode.Parse(entity.ToJson())!, typeof(T).Name));
}
