using Stripe;

namespace StripeEmulator.Tests.Authentication;

public sealed class PayingWithoutThePayerTests(EmulatorServer server) : IClassFixture<EmulatorServer>, IDisposable
{
    private readonly Browser _browser = new();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task ACardThatAsksUnlessSetUp_PassesOnceItWasSetUp()
    {
        var customer = await server.CreateCustomerAsync("pm_card_authenticationRequiredOnSetup");
        var card = customer.InvoiceSettings.DefaultPaymentMethodId;

        var before = await Assert.ThrowsAsync<StripeException>(() => PayAsync(customer, card, offSession: true));
        await _browser.AnswerAsync(await PayAsync(customer, card, setupFutureUsage: "off_session"));
        var after = await PayAsync(customer, card, offSession: true);
        var withThePayer = await PayAsync(customer, card);

        Assert.Equal("authentication_required", before.StripeError.Code);
        Assert.Equal(card, before.StripeError.PaymentIntent.LastPaymentError.PaymentMethod.Id);
        Assert.Equal("succeeded", after.Status);
        Assert.Equal("requires_action", withThePayer.Status);
    }

    [Fact]
    public async Task ACardThatAlwaysAsks_IsRefusedEvenWhenItWasSetUp()
    {
        var customer = await server.CreateCustomerAsync("pm_card_authenticationRequired");
        var card = customer.InvoiceSettings.DefaultPaymentMethodId;

        await _browser.AnswerAsync(await PayAsync(customer, card, setupFutureUsage: "off_session"));
        var refused = await Assert.ThrowsAsync<StripeException>(() => PayAsync(customer, card, offSession: true));

        Assert.Equal("authentication_required", refused.StripeError.DeclineCode);
    }

    [Theory]
    [InlineData("pm_card_authenticationRequiredSetupForOffSession", null)]
    [InlineData("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "insufficient_funds")]
    public async Task ACardThatCountsAsSetUp_IsNotAskedAbout(string token, string? declineCode)
    {
        var customer = await server.CreateCustomerAsync(token);

        var refused = await Record.ExceptionAsync(() => PayAsync(customer, customer.InvoiceSettings.DefaultPaymentMethodId, offSession: true));

        Assert.Equal(declineCode, (refused as StripeException)?.StripeError.DeclineCode);
    }

    private Task<PaymentIntent> PayAsync(Customer customer, string card, bool? offSession = null, string? setupFutureUsage = null) =>
        server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 500,
            Currency = "usd",
            Customer = customer.Id,
            PaymentMethod = card,
            Confirm = true,
            OffSession = offSession,
            SetupFutureUsage = setupFutureUsage,
        });
}
