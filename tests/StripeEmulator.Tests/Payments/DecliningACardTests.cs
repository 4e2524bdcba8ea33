using System.Net;
using Stripe;

namespace StripeEmulator.Tests.Payments;

public sealed class DecliningACardTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Theory]
    [InlineData("pm_card_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_visa_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card")]
    [InlineData("pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card")]
    [InlineData("pm_card_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card")]
    [InlineData("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc")]
    [InlineData("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error")]
    [InlineData("pm_card_chargeCustomerFail", "card_declined", "generic_decline")]
    public async Task EachFamily_Answers402_WithThePaymentInTheError(string token, string code, string declineCode)
    {
        var declined = await DeclineAsync(token);

        Assert.Equal(HttpStatusCode.PaymentRequired, declined.HttpStatusCode);
        Assert.Equal(("card_error", code, declineCode), (declined.StripeError.Type, declined.StripeError.Code, declined.StripeError.DeclineCode));

        var intent = await server.Stripe.V1.PaymentIntents.GetAsync(
            declined.StripeError.PaymentIntent.Id, new PaymentIntentGetOptions { Expand = ["latest_charge"] });
        Assert.Equal("requires_payment_method", intent.Status);
        Assert.Null(intent.PaymentMethodId);
        Assert.Equal(0, intent.AmountReceived);
        Assert.Equal((code, declineCode), (intent.LastPaymentError.Code, intent.LastPaymentError.DeclineCode));
        Assert.Equal(declined.StripeError.PaymentMethod.Id, intent.LastPaymentError.PaymentMethod.Id);
        Assert.True(intent.LatestCharge is { Paid: false, Captured: false, Status: "failed" });
        Assert.Equal((declined.StripeError.Charge, code), (intent.LatestChargeId, intent.LatestCharge.FailureCode));
    }

    [Fact]
    public async Task AnotherCardAfterwards_SucceedsOnTheSamePayment()
    {
        await using var fresh = await EmulatorServer.StartAsync();
        var created = await fresh.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd" });
        await Assert.ThrowsAsync<StripeException>(() => ConfirmAsync("pm_card_chargeDeclinedInsufficientFunds"));

        var paid = await ConfirmAsync("pm_card_visa");

        Assert.Equal((created.Id, "succeeded", 500), (paid.Id, paid.Status, paid.AmountReceived));
        Assert.Null(paid.LastPaymentError);
        var charges = await fresh.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = created.Id });
        Assert.Equal(["succeeded", "failed"], charges.Select(charge => charge.Status));
        Assert.Equal(
            ["payment_intent.created", "charge.failed", "payment_intent.payment_failed", "charge.succeeded", "payment_intent.succeeded"],
            await fresh.EventTypesAsync());

        Task<PaymentIntent> ConfirmAsync(string card) =>
            fresh.Stripe.V1.PaymentIntents.ConfirmAsync(created.Id, new() { PaymentMethod = card });
    }

    [Fact]
    public async Task ConfirmingAgainWithoutACard_SaysThatOneIsMissing()
    {
        var declined = await DeclineAsync("pm_card_chargeDeclined");

        var refused = await Assert.ThrowsAsync<StripeException>(
            () => server.Stripe.V1.PaymentIntents.ConfirmAsync(declined.StripeError.PaymentIntent.Id));

        Assert.Equal("payment_intent_unexpected_state", refused.StripeError.Code);
    }

    [Fact]
    public async Task ATokenThatIsNotEmulated_IsRefused_NotTakenForAGoodCard()
    {
        var refused = await Assert.ThrowsAsync<StripeException>(() => CreateAsync("pm_card_radarBlock"));

        Assert.Equal(("resource_missing", "payment_method"), (refused.StripeError.Code, refused.StripeError.Param));
    }

    private Task<StripeException> DeclineAsync(string token) => Assert.ThrowsAsync<StripeException>(() => CreateAsync(token));

    private Task<PaymentIntent> CreateAsync(string token) =>
        server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd", PaymentMethod = token, Confirm = true });
}
