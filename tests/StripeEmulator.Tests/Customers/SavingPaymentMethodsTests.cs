using Stripe;

namespace StripeEmulator.Tests.Customers;

public sealed class SavingPaymentMethodsTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task AnAttachedCard_IsListed_AndLetGo()
    {
        var customer = await server.Stripe.V1.Customers.CreateAsync(new());

        var attached = await server.Stripe.V1.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = customer.Id });
        await server.Stripe.V1.Customers.UpdateAsync(customer.Id, new() { InvoiceSettings = new() { DefaultPaymentMethod = attached.Id } });
        var listed = await server.Stripe.V1.PaymentMethods.ListAsync(new() { Customer = customer.Id, Type = "card" });
        await server.Stripe.V1.PaymentMethods.DetachAsync(attached.Id);

        Assert.Equal(attached.Id, Assert.Single(listed).Id);
        Assert.Empty(await server.Stripe.V1.PaymentMethods.ListAsync(new() { Customer = customer.Id }));
        Assert.Null((await server.Stripe.V1.Customers.GetAsync(customer.Id)).InvoiceSettings.DefaultPaymentMethodId);
    }

    [Fact]
    public async Task ACardThatIsDeclined_CanNotBeSaved_ButOneThatFailsLaterCan()
    {
        var refused = await Assert.ThrowsAsync<StripeException>(() => server.CreateCustomerAsync("pm_card_chargeDeclined"));
        var saved = await server.CreateCustomerAsync("pm_card_chargeCustomerFail");

        Assert.DoesNotContain(
            await server.EventsAsync("customer.created"), recorded => recorded["request"]!.Text("id") == refused.StripeResponse.RequestId);
        Assert.Equal(("card_error", "card_declined"), (refused.StripeError.Type, refused.StripeError.Code));
        Assert.NotNull(saved.InvoiceSettings.DefaultPaymentMethodId);
    }

    [Fact]
    public async Task SomebodyElsesCard_IsNobodysDefault()
    {
        var (mine, another) = (await server.CreateCustomerAsync(), await server.CreateCustomerAsync());

        var refused = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Customers.UpdateAsync(
            mine.Id, new() { InvoiceSettings = new() { DefaultPaymentMethod = another.InvoiceSettings.DefaultPaymentMethodId } }));

        Assert.Equal("resource_missing", refused.StripeError.Code);
    }

    [Fact]
    public async Task APaymentForLater_KeepsItsCard()
    {
        var customer = await server.Stripe.V1.Customers.CreateAsync(new());

        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 500,
            Currency = "usd",
            Customer = customer.Id,
            PaymentMethod = "pm_card_visa",
            SetupFutureUsage = "off_session",
            Confirm = true,
        });

        Assert.Equal(paid.PaymentMethodId, Assert.Single(await server.Stripe.V1.PaymentMethods.ListAsync(new() { Customer = customer.Id })).Id);
    }

    [Fact]
    public async Task ACustomersMethods_AreListed_AndFoundUnderTheCustomerOnly()
    {
        var (mine, another) = (await server.CreateCustomerAsync(), await server.CreateCustomerAsync());
        var account = await server.Stripe.V1.PaymentMethods.AttachAsync("pm_usBankAccount_success", new() { Customer = mine.Id });

        var all = await server.Stripe.V1.Customers.PaymentMethods.ListAsync(mine.Id);
        var cards = await server.Stripe.V1.Customers.PaymentMethods.ListAsync(mine.Id, new() { Type = "card" });
        var found = await server.Stripe.V1.Customers.PaymentMethods.GetAsync(mine.Id, account.Id);

        Assert.Equal([account.Id, mine.InvoiceSettings.DefaultPaymentMethodId], all.Select(method => method.Id));
        Assert.Equal([mine.InvoiceSettings.DefaultPaymentMethodId], cards.Select(method => method.Id));
        Assert.Equal("us_bank_account", found.Type);
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Customers.PaymentMethods.GetAsync(another.Id, account.Id));
        Assert.Equal(404, (await server.GetAsync("/v1/customers/cus_nobody/payment_methods")).Status);
    }

    [Fact]
    public async Task ASavedCard_TakesANewExpiryAndAddress_AndTellsOfIt()
    {
        var customer = await server.CreateCustomerAsync();
        var id = customer.InvoiceSettings.DefaultPaymentMethodId;

        var updated = await server.Stripe.V1.PaymentMethods.UpdateAsync(id, new()
        {
            Card = new() { ExpMonth = 2, ExpYear = 2039 },
            BillingDetails = new() { Name = "Ada", Address = new() { City = "London" } },
            AllowRedisplay = "always",
        });

        Assert.Equal((2, 2039, "Ada", "always"), (updated.Card.ExpMonth, updated.Card.ExpYear, updated.BillingDetails.Name, updated.AllowRedisplay));
        var told = (await server.EventsAsync("payment_method.updated"))[^1];
        Assert.Equal("unspecified", told.Before().Text("allow_redisplay"));
        Assert.Equal(12, told.Before()["card"]!.Number("exp_month"));
        Assert.Equal([id], (await server.Stripe.V1.PaymentMethods.ListAsync(new() { Customer = customer.Id, AllowRedisplay = "always" })).Select(method => method.Id));
    }

    [Fact]
    public async Task ACustomer_ComesWithSubscriptionsAndDefaultCard_WhenAskedFor()
    {
        var subscription = await server.SubscribeAsync();

        var customer = await server.Stripe.V1.Customers.GetAsync(
            subscription.CustomerId, new() { Expand = ["subscriptions", "sources", "invoice_settings.default_payment_method"] });

        Assert.Equal(subscription.Id, Assert.Single(customer.Subscriptions).Id);
        Assert.Empty(customer.Sources);
        Assert.Equal("visa", customer.InvoiceSettings.DefaultPaymentMethod.Card.Brand);
    }
}
