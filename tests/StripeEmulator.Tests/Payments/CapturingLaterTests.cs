using Stripe;

namespace StripeEmulator.Tests.Payments;

public sealed class CapturingLaterTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task AConfirmedPayment_IsOnlyReserved_UntilItIsCaptured()
    {
        var reserved = await ReserveAsync();
        var charge = reserved.LatestCharge;

        var captured = await _server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.Id, new() { Expand = ["latest_charge"] });

        Assert.Equal(("requires_capture", 500, 0), (reserved.Status, reserved.AmountCapturable, reserved.AmountReceived));
        Assert.Equal((false, 0, true), (charge.Captured, charge.AmountCaptured, charge.Paid));
        Assert.Equal(charge.Created.AddDays(7), charge.PaymentMethodDetails.Card.CaptureBefore);
        Assert.Equal(("succeeded", 0, 500), (captured.Status, captured.AmountCapturable, captured.AmountReceived));
        Assert.Equal((true, 500, 0), (captured.LatestCharge.Captured, captured.LatestCharge.AmountCaptured, captured.LatestCharge.AmountRefunded));
        Assert.Equal(
            [
                "payment_intent.created", "charge.succeeded", "payment_intent.amount_capturable_updated", "charge.captured",
                "payment_intent.succeeded",
            ],
            await _server.EventTypesAsync());
    }

    [Fact]
    public async Task APartOfIt_IsCaptured_AndTheRestLetGo()
    {
        var reserved = await ReserveAsync();

        var captured = await _server.Stripe.V1.PaymentIntents.CaptureAsync(
            reserved.Id, new() { AmountToCapture = 300, Metadata = new() { ["box"] = "2" }, Expand = ["latest_charge"] });
        var refund = await _server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = reserved.Id });

        Assert.Equal(("succeeded", 500, 300, "2"), (captured.Status, captured.Amount, captured.AmountReceived, captured.Metadata["box"]));
        Assert.Equal((300, 200, false), (
            captured.LatestCharge.AmountCaptured, captured.LatestCharge.AmountRefunded, captured.LatestCharge.Refunded));
        Assert.Equal(300, refund.Amount);
    }

    [Fact]
    public async Task Cancel_LetsTheReservedMoneyGo()
    {
        var reserved = await ReserveAsync();

        var canceled = await _server.Stripe.V1.PaymentIntents.CancelAsync(reserved.Id, new() { Expand = ["latest_charge"] });

        Assert.Equal(("canceled", 0, 0), (canceled.Status, canceled.AmountCapturable, canceled.AmountReceived));
        Assert.Equal((true, 500, false), (
            canceled.LatestCharge.Refunded, canceled.LatestCharge.AmountRefunded, canceled.LatestCharge.Captured));
        Assert.Equal(["charge.refunded", "payment_intent.canceled"], (await _server.EventTypesAsync())[3..]);
        Assert.Empty(await _server.Stripe.V1.Refunds.ListAsync());
    }

    [Fact]
    public async Task ReservedMoneyThatNobodyTakes_IsLetGoAfterAWeek()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var reserved = await ReserveAsync(clocked.Server);

        await clocked.AdvanceAsync(TimeSpan.FromDays(7));

        var gone = await clocked.Server.Stripe.V1.PaymentIntents.GetAsync(reserved.Id);
        Assert.Equal(("canceled", "automatic"), (gone.Status, gone.CancellationReason));
        Assert.Equal(["charge.expired", "payment_intent.canceled"], (await clocked.Server.EventTypesAsync())[3..]);
    }

    [Fact]
    public async Task MoreThanIsReserved_CanNotBeCaptured()
    {
        var reserved = await ReserveAsync();

        var answer = await _server.PostAsync($"/v1/payment_intents/{reserved.Id}/capture", "amount_to_capture=501");

        Assert.Equal((400, "amount_too_large", "amount_to_capture"), (answer.Status, answer.Code, answer.Parameter));
        Assert.Equal("requires_capture", (await _server.Stripe.V1.PaymentIntents.GetAsync(reserved.Id)).Status);
    }

    [Fact]
    public async Task WhatIsNotReserved_CanNotBeCaptured_AndWhatIsNotCaptured_CanNotBeRefunded()
    {
        var reserved = await ReserveAsync();
        var refused = await Assert.ThrowsAsync<StripeException>(
            () => _server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = reserved.Id }));
        await _server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.Id);

        var again = await Assert.ThrowsAsync<StripeException>(() => _server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.Id));

        Assert.Contains("does not have a successful charge to refund", refused.Message, StringComparison.Ordinal);
        Assert.Equal("payment_intent_unexpected_state", again.StripeError.Code);
    }

    [Fact]
    public async Task ACaptureSentTwiceWithOneKey_IsOne()
    {
        var reserved = await ReserveAsync();
        var once = new RequestOptions { IdempotencyKey = "capture-7" };

        await _server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.Id, requestOptions: once);
        var again = await _server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.Id, requestOptions: once);

        Assert.Equal("succeeded", again.Status);
        Assert.Single(await _server.EventsAsync("charge.captured"));
    }

    [Fact]
    public async Task ADisputedCard_IsDisputedOnlyWhenItWasCaptured()
    {
        var reserved = await ReserveAsync(card: "pm_card_createDispute");
        var before = await _server.Stripe.V1.Disputes.ListAsync();

        await _server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.Id, new() { AmountToCapture = 300 });

        Assert.Empty(before);
        Assert.Equal(300, (await _server.Stripe.V1.Disputes.ListAsync()).Single().Amount);
    }

    private Task<PaymentIntent> ReserveAsync(EmulatorServer? server = null, string card = "pm_card_visa") =>
        (server ?? _server).Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 500,
            Currency = "usd",
            PaymentMethod = card,
            CaptureMethod = "manual",
            Confirm = true,
            Expand = ["latest_charge"],
        });
}
