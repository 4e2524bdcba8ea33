using Stripe;

namespace StripeEmulator.Tests.Payments;

public sealed class ChangingAPaymentTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task WhileOpen_AmountCustomerAndMethodMayChange_AndTheNewAmountIsCharged()
    {
        var customer = await server.Stripe.V1.Customers.CreateAsync(new() { Email = "ada@example.test" });
        var created = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", Metadata = new() { ["a"] = "1", ["b"] = "2" } });

        var changed = await server.Stripe.V1.PaymentIntents.UpdateAsync(created.Id, new()
        {
            Amount = 1000,
            Customer = customer.Id,
            PaymentMethod = "pm_card_visa",
            Metadata = new() { ["b"] = "", ["c"] = "3" },
            Expand = ["customer"],
        });
        var paid = await server.Stripe.V1.PaymentIntents.ConfirmAsync(created.Id);

        Assert.Equal((1000, "requires_confirmation", "ada@example.test"), (changed.Amount, changed.Status, changed.Customer.Email));
        Assert.Equal(["a", "c"], changed.Metadata.Keys.Order());
        Assert.Equal(1000, paid.AmountReceived);
        Assert.Equal(created.Id, (await server.Stripe.V1.PaymentIntents.ListAsync(new() { Customer = customer.Id })).Single().Id);
    }

    [Fact]
    public async Task OncePaid_OnlyWhatDoesNotTouchTheMoney()
    {
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });

        var described = await server.Stripe.V1.PaymentIntents.UpdateAsync(paid.Id, new() { Description = "100 credits" });
        var refused = await Assert.ThrowsAsync<StripeException>(
            () => server.Stripe.V1.PaymentIntents.UpdateAsync(paid.Id, new() { Amount = 1 + 500 }));

        Assert.Equal("100 credits", described.Description);
        Assert.Equal("payment_intent_unexpected_state", refused.StripeError.Code);
    }

    [Fact]
    public async Task ADeletedCustomer_CanNotPay()
    {
        var customer = await server.Stripe.V1.Customers.CreateAsync(new());
        await server.Stripe.V1.Customers.DeleteAsync(customer.Id);

        var refused = await Assert.ThrowsAsync<StripeException>(
            () => server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd", Customer = customer.Id }));

        Assert.Equal(("resource_missing", "customer"), (refused.StripeError.Code, refused.StripeError.Param));
    }

    [Fact]
    public async Task AChargeTakesNotes_AndTellsOfThem()
    {
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });

        var noted = await server.Stripe.V1.Charges.UpdateAsync(
            paid.LatestChargeId, new() { Description = "Pack", FraudDetails = new() { UserReport = "safe" } });

        Assert.Equal(("Pack", "safe"), (noted.Description, noted.FraudDetails.UserReport));
        // Others tell that a payment's money was booked.
        var told = Assert.Single(await server.EventsAsync("charge.updated"), recorded => recorded.Before().ContainsKey("description"));
        Assert.Equal(paid.LatestChargeId, told.Subject().Text("id"));
        Assert.Equal("""{"description":null,"fraud_details":{"user_report":null}}""", told.Before().ToJsonString());
    }
}
