using Stripe;

namespace StripeEmulator.Tests.Payments;

public sealed class PayingWithAGoodCardTests
{
    private static readonly PaymentIntentCreateOptions Pack = new()
    {
        Amount = 500,
        Currency = "usd",
        PaymentMethod = "pm_card_visa",
        Confirm = true,
        Description = "100 credits",
        Metadata = new() { ["user_id"] = "u1" },
        Expand = ["latest_charge", "payment_method"],
    };

    [Fact]
    public async Task CreateAndConfirm_ChargesTheWholeAmount()
    {
        await using var server = await EmulatorServer.StartAsync();

        var intent = await server.Stripe.V1.PaymentIntents.CreateAsync(Pack);

        Assert.Equal("succeeded", intent.Status);
        Assert.Equal(500, intent.AmountReceived);
        Assert.StartsWith(intent.Id + "_secret_", intent.ClientSecret, StringComparison.Ordinal);
        Assert.Equal("4242", intent.PaymentMethod.Card.Last4);
        Assert.True(intent.LatestCharge is { Paid: true, Captured: true, AmountCaptured: 500, Status: "succeeded" });
        Assert.Equal("u1", intent.LatestCharge.Metadata["user_id"]);
        Assert.Equal(intent.Id, intent.LatestCharge.PaymentIntentId);
        Assert.Equal(intent.LatestChargeId, (await server.Stripe.V1.Charges.GetAsync(intent.LatestChargeId)).Id);
    }

    [Fact]
    public async Task CreateAndConfirm_RecordsItsEventsInStripesOrder_WithTheRequestThatCausedThem()
    {
        await using var server = await EmulatorServer.StartAsync(EmulatorServer.NothingIsBooked);

        var intent = await server.Stripe.V1.PaymentIntents.CreateAsync(Pack, new RequestOptions { IdempotencyKey = "purchase-1" });

        Assert.Equal(["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"], await server.EventTypesAsync());
        var events = await server.Stripe.V1.Events.ListAsync();
        Assert.All(events, recorded =>
        {
            Assert.Equal("purchase-1", recorded.Request.IdempotencyKey);
            Assert.Equal(intent.StripeResponse.RequestId, recorded.Request.Id);
            Assert.Equal("2026-08-26.dahlia", recorded.ApiVersion);
        });
        Assert.Equal("requires_confirmation", ((PaymentIntent)events.Last().Data.Object).Status);
    }

    [Fact]
    public async Task CreateThenConfirm_IsTheSamePayment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var created = await server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 1000, Currency = "USD" });

        var confirmed = await server.Stripe.V1.PaymentIntents.ConfirmAsync(created.Id, new() { PaymentMethod = "pm_card_mastercard" });

        Assert.Equal("requires_payment_method", created.Status);
        Assert.Equal("usd", created.Currency);
        Assert.Equal((created.Id, "succeeded"), (confirmed.Id, confirmed.Status));
        Assert.Equal("succeeded", (await server.Stripe.V1.PaymentIntents.GetAsync(created.Id)).Status);
    }

    [Fact]
    public async Task AMethodGivenAtCreation_WaitsForItsConfirmation()
    {
        await using var server = await EmulatorServer.StartAsync();
        var created = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 1000, Currency = "usd", PaymentMethod = "pm_card_amex" });

        var confirmed = await server.Stripe.V1.PaymentIntents.ConfirmAsync(created.Id);

        Assert.Equal("requires_confirmation", created.Status);
        Assert.Equal((created.PaymentMethodId, "succeeded"), (confirmed.PaymentMethodId, confirmed.Status));
    }

    [Fact]
    public async Task ConfirmingAPaidOne_IsRefused_AndChargesNothing()
    {
        await using var server = await EmulatorServer.StartAsync();
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(Pack);

        var refused = await Assert.ThrowsAsync<StripeException>(
            () => server.Stripe.V1.PaymentIntents.ConfirmAsync(paid.Id, new() { PaymentMethod = "pm_card_visa" }));

        Assert.Equal("payment_intent_unexpected_state", refused.StripeError.Code);
        Assert.Equal(paid.Id, refused.StripeError.PaymentIntent.Id);
        Assert.Single(await server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = paid.Id }));
    }
}
