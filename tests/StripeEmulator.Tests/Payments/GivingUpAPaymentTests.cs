using Stripe;

namespace StripeEmulator.Tests.Payments;

public sealed class GivingUpAPaymentTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task Cancel_SaysWhenAndWhy_AndIsAnEvent()
    {
        var created = await server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd" });

        var canceled = await server.Stripe.V1.PaymentIntents.CancelAsync(created.Id, new() { CancellationReason = "requested_by_customer" });

        Assert.Equal(("canceled", "requested_by_customer"), (canceled.Status, canceled.CancellationReason));
        Assert.NotNull(canceled.CanceledAt);
        var recorded = (await server.Stripe.V1.Events.ListAsync(new() { Type = "payment_intent.canceled" })).First();
        Assert.Equal(created.Id, ((PaymentIntent)recorded.Data.Object).Id);
    }

    [Fact]
    public async Task ACanceledOne_CanNeitherBeConfirmedNorCanceledAgain()
    {
        var created = await server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd" });
        await server.Stripe.V1.PaymentIntents.CancelAsync(created.Id);

        await AssertUnexpectedStateAsync(() => server.Stripe.V1.PaymentIntents.ConfirmAsync(created.Id, new() { PaymentMethod = "pm_card_visa" }));
        await AssertUnexpectedStateAsync(() => server.Stripe.V1.PaymentIntents.CancelAsync(created.Id));
    }

    [Fact]
    public async Task APaidOne_CanNotBeCanceled()
    {
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });

        await AssertUnexpectedStateAsync(() => server.Stripe.V1.PaymentIntents.CancelAsync(paid.Id));
    }

    [Fact]
    public async Task AnUnknownReason_IsRefused()
    {
        var created = await server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd" });

        var answer = await server.PostAsync($"/v1/payment_intents/{created.Id}/cancel", "cancellation_reason=bored");

        Assert.Equal((400, "cancellation_reason"), (answer.Status, answer.Parameter));
    }

    private static async Task AssertUnexpectedStateAsync(Func<Task> act) =>
        Assert.Equal("payment_intent_unexpected_state", (await Assert.ThrowsAsync<StripeException>(act)).StripeError.Code);
}
