using Stripe;

namespace StripeEmulator.Tests.Conformance;

/// <summary>
/// Takes one account through everything: packs paid, refused, refunded and disputed, subscriptions from their beginning to each
/// of their ends, and what stands beside them. What it leaves behind are events and resources in every state.
/// </summary>
internal static class WholeLife
{
    private static readonly TimeSpan PastRenewal = TimeSpan.FromDays(31) + TimeSpan.FromHours(2);
    private static readonly TimeSpan UntilSettled = TimeSpan.FromMinutes(1);

    public static async Task LiveAsync(ClockedServer clocked)
    {
        var server = clocked.Server;
        await RegisterAsync(server);
        await PayAndRefundAsync(server);
        await DisputeAsync(server);
        await PayByOtherMeansAsync(server);
        await BuyAtCheckoutAsync(server);
        await clocked.AdvanceAsync(UntilSettled);
        await InvoiceAsync(server);
        await SubscribeAsync(clocked);
        await RemoveAsync(server);
    }

    private static async Task RegisterAsync(EmulatorServer server)
    {
        var api = server.Stripe.V1;
        var customer = await api.Customers.CreateAsync(new()
        {
            Email = "ada@example.test",
            Name = "Ada",
            Address = new() { City = "London", Country = "GB" },
            Shipping = new() { Name = "Ada", Address = new() { Line1 = "1 Street" } },
            PreferredLocales = ["en"],
            Metadata = new() { ["a"] = "1" },
        });
        await api.Customers.UpdateAsync(customer.Id, new() { Phone = "1234" });
        var method = await api.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = customer.Id });
        await api.PaymentMethods.UpdateAsync(method.Id, new() { Metadata = new() { ["a"] = "1" } });
        await api.PaymentMethods.DetachAsync(method.Id);
        await SetUpAsync(server, customer);
        await api.WebhookEndpoints.CreateAsync(new() { Url = "http://127.0.0.1:9/", EnabledEvents = ["no.such"], Metadata = new() { ["a"] = "1" } });
        await api.BillingPortal.Configurations.CreateAsync(new()
        {
            BusinessProfile = new() { Headline = "Shop" },
            Features = new() { InvoiceHistory = new() { Enabled = true } },
            Metadata = new() { ["a"] = "1" },
        });
        await api.BillingPortal.Sessions.CreateAsync(new() { Customer = customer.Id, ReturnUrl = "https://shop.example.test/" });
    }

    private static async Task SetUpAsync(EmulatorServer server, Customer customer)
    {
        var api = server.Stripe.V1;
        var intent = await api.SetupIntents.CreateAsync(new() { Customer = customer.Id, Metadata = new() { ["a"] = "1" } });
        await Assert.ThrowsAsync<StripeException>(() => api.SetupIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_chargeDeclined" }));
        await api.SetupIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_visa" });
        await api.SetupIntents.CreateAsync(new() { PaymentMethod = "pm_card_authenticationRequired", Confirm = true });
        await api.SetupIntents.CancelAsync((await api.SetupIntents.CreateAsync(new())).Id);
    }

    private static async Task PayAndRefundAsync(EmulatorServer server)
    {
        var api = server.Stripe.V1;
        var customer = await server.CreateCustomerAsync();
        var intent = await api.PaymentIntents.CreateAsync(new() { Amount = 1_000, Currency = "usd", Customer = customer.Id });
        await Assert.ThrowsAsync<StripeException>(() => api.PaymentIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_chargeDeclined" }));
        await api.PaymentIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_visa", Shipping = new() { Name = "Ada", Address = new() { City = "London" } } });
        await api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id, Amount = 300 });
        await api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id, Reason = "requested_by_customer", Metadata = new() { ["a"] = "1" } });
        await api.Charges.UpdateAsync(
            (await api.PaymentIntents.GetAsync(intent.Id)).LatestChargeId, new() { FraudDetails = new() { UserReport = "safe" } });
        var abandoned = await api.PaymentIntents.CreateAsync(new() { Amount = 1_000, Currency = "usd" });
        await api.PaymentIntents.CancelAsync(abandoned.Id, new() { CancellationReason = "abandoned" });
        foreach (var card in (string[])["pm_card_refundFail", "pm_card_pendingRefund"])
        {
            await api.Refunds.CreateAsync(new() { PaymentIntent = (await PayAsync(server, card)).Id });
        }
    }

    private static async Task DisputeAsync(EmulatorServer server)
    {
        var api = server.Stripe.V1;
        foreach (var card in (string[])["pm_card_createDispute", "pm_card_createDisputeProductNotReceived", "pm_card_createDisputeInquiry"])
        {
            var paid = await PayAsync(server, card);
            var dispute = (await api.Disputes.ListAsync(new() { PaymentIntent = paid.Id })).Single();
            await api.Disputes.UpdateAsync(dispute.Id, new() { Evidence = new() { UncategorizedText = "winning_evidence" } });
        }

        var lost = (await api.Disputes.ListAsync(new() { PaymentIntent = (await PayAsync(server, "pm_card_createDispute")).Id })).Single();
        await api.Disputes.CloseAsync(lost.Id);
        await PayAsync(server, "pm_card_createIssuerFraudRecord");
    }

    private static async Task PayByOtherMeansAsync(EmulatorServer server)
    {
        await PayAsync(server, "pm_usBankAccount_success");
        await PayAsync(server, "pm_card_authenticationRequired");
        await server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 1_000,
            Currency = "usd",
            PaymentMethod = "pm_card_threeDSecure2Required",
            ReturnUrl = "https://shop.example.test/",
            Confirm = true,
        });
        var reserved = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 1_000, Currency = "usd", PaymentMethod = "pm_card_visa", CaptureMethod = "manual", Confirm = true });
        await server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.Id, new() { AmountToCapture = 700 });
        foreach (var card in (string[])["pm_card_mastercard", "pm_card_amex", "pm_card_visa_debit"])
        {
            await PayAsync(server, card);
        }
    }

    private static async Task BuyAtCheckoutAsync(EmulatorServer server)
    {
        await server.PayAsync(await server.CreatePackSessionAsync());
        await server.PayAsync(await server.CreatePackSessionAsync(), "pm_usBankAccount_success");
        await server.PayAsync(await server.CreatePlanSessionAsync());
        await server.Stripe.V1.Checkout.Sessions.ExpireAsync((await server.CreatePackSessionAsync()).Id);
        await server.CreatePlanSessionAsync();
    }

    private static async Task InvoiceAsync(EmulatorServer server)
    {
        var api = server.Stripe.V1;
        var customer = await server.CreateCustomerAsync();
        foreach (var end in (Func<string, Task>[])
            [id => api.Invoices.PayAsync(id), id => api.Invoices.VoidInvoiceAsync(id), id => api.Invoices.MarkUncollectibleAsync(id)])
        {
            await api.InvoiceItems.CreateAsync(new() { Customer = customer.Id, Amount = 1_000, Currency = "usd", Metadata = new() { ["a"] = "1" } });
            var invoice = await api.Invoices.CreateAsync(new() { Customer = customer.Id, PendingInvoiceItemsBehavior = "include" });
            await api.Invoices.FinalizeInvoiceAsync(invoice.Id);
            await end(invoice.Id);
        }
    }

    private static async Task SubscribeAsync(ClockedServer clocked)
    {
        var api = clocked.Server.Stripe.V1;
        var (changed, failing, ending) =
            (await clocked.Server.SubscribeAsync(), await clocked.Server.SubscribeAsync(), await clocked.Server.SubscribeAsync());
        await TryAsync(clocked.Server);
        await clocked.AdvanceAsync(TimeSpan.FromDays(10));
        var higher = await clocked.Server.CreatePriceAsync(5_000, "month");
        foreach (var behavior in (string[])["create_prorations", "always_invoice"])
        {
            await api.Subscriptions.UpdateAsync(changed.Id, new()
            {
                Items = [new() { Id = changed.Items.Data[0].Id, Price = higher.Id, Quantity = behavior == "always_invoice" ? 2 : 1 }],
                ProrationBehavior = behavior,
            });
        }

        await api.Subscriptions.UpdateAsync(failing.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });
        await api.Subscriptions.UpdateAsync(ending.Id, new() { CancelAtPeriodEnd = true });
        await api.Subscriptions.UpdateAsync(ending.Id, new() { CancelAtPeriodEnd = false });
        await api.Subscriptions.UpdateAsync(ending.Id, new() { CancelAtPeriodEnd = true });
        await clocked.AdvanceAsync(PastRenewal);
        await clocked.AdvanceAsync(PastRenewal);
        await api.Subscriptions.CancelAsync(changed.Id);
    }

    private static async Task TryAsync(EmulatorServer server)
    {
        var api = server.Stripe.V1;
        var price = await server.CreatePriceAsync(2_000, "month");
        var customer = await server.CreateCustomerAsync();
        await api.Subscriptions.CreateAsync(new() { Customer = customer.Id, Items = [new() { Price = price.Id }], TrialPeriodDays = 5 });
        await api.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id,
            Items = [new() { Price = price.Id, Metadata = new() { ["a"] = "1" } }],
            PaymentBehavior = "default_incomplete",
        });
    }

    private static async Task RemoveAsync(EmulatorServer server)
    {
        var api = server.Stripe.V1;
        await api.Customers.DeleteAsync((await server.CreateCustomerAsync()).Id);
        var product = await api.Products.CreateAsync(new() { Name = "Pack", Images = ["https://shop.example.test/pack.png"], Metadata = new() { ["a"] = "1" } });
        await api.Products.UpdateAsync(product.Id, new() { Description = "Credits", MarketingFeatures = [new() { Name = "Fast" }] });
        await api.Products.DeleteAsync(product.Id);
    }

    private static Task<PaymentIntent> PayAsync(EmulatorServer server, string method) =>
        server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 1_000, Currency = "usd", PaymentMethod = method, Confirm = true });
}
