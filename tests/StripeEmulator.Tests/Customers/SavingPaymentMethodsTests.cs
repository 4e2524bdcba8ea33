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
}
