using Stripe;

namespace StripeEmulator.Tests.Checkout;

public sealed class PayingWithADelayedMethodTests
{
    [Fact]
    public async Task TheSessionIsCompleteButUnpaid_UntilTheBankAnswers()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.CreatePackSessionAsync();

        await server.PayAsync(session, "pm_usBankAccount_success");
        var waiting = await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["payment_intent"] });
        await server.ControlAsync($"/_emulator/checkout/{session.Id}/settle", new { succeeds = true });

        Assert.Equal(("complete", "unpaid", "processing"), (waiting.Status, waiting.PaymentStatus, waiting.PaymentIntent.Status));
        Assert.Equal("paid", (await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).PaymentStatus);
        Assert.Equal(
            [
                "charge.pending", "payment_intent.processing", "payment_intent.created", "checkout.session.completed",
                "charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded",
            ],
            (await server.EventTypesAsync()).Skip(2));
    }

    [Fact]
    public async Task ARefusalByTheBank_FailsTheSessionsPayment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.CreatePackSessionAsync();
        await server.PayAsync(session, "pm_usBankAccount_success");

        await server.ControlAsync($"/_emulator/checkout/{session.Id}/settle", new { succeeds = false });

        Assert.Equal("unpaid", (await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).PaymentStatus);
        Assert.Equal(
            ["charge.failed", "payment_intent.payment_failed", "checkout.session.async_payment_failed"],
            (await server.EventTypesAsync())[^3..]);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => server.ControlAsync($"/_emulator/checkout/{session.Id}/settle", new { succeeds = true }));
    }

    [Theory]
    [InlineData("pm_usBankAccount_success", "paid", "checkout.session.async_payment_succeeded")]
    [InlineData("pm_usBankAccount_insufficientFunds", "unpaid", "checkout.session.async_payment_failed")]
    public async Task WhenTheClockMoves_TheBankAnswersByItself(string method, string paymentStatus, string lastEvent)
    {
        await using var clocked = await ClockedServer.StartAsync();
        var session = await clocked.Server.CreatePackSessionAsync();
        await clocked.Server.PayAsync(session, method);

        await clocked.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Equal(paymentStatus, (await clocked.Server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id)).PaymentStatus);
        Assert.Equal(lastEvent, (await clocked.Server.EventTypesAsync())[^1]);
    }

    [Fact]
    public async Task APaymentByApi_IsProcessing_AndThenPaid()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var intent = await clocked.Server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_usBankAccount_success", Confirm = true, Expand = ["latest_charge"] });

        await clocked.AdvanceAsync(TimeSpan.FromDays(4));

        Assert.Equal(("processing", "pending"), (intent.Status, intent.LatestCharge.Status));
        Assert.StartsWith("py_", intent.LatestChargeId, StringComparison.Ordinal);
        Assert.Equal("succeeded", (await clocked.Server.Stripe.V1.PaymentIntents.GetAsync(intent.Id)).Status);
        await Assert.ThrowsAsync<StripeException>(() => clocked.Server.Stripe.V1.PaymentIntents.CancelAsync(intent.Id));
    }
}
