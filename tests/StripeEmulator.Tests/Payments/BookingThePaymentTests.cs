using Stripe;

namespace StripeEmulator.Tests.Payments;

public sealed class BookingThePaymentTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync("--Payments:SettleSeconds=0");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task AMomentAfterThePayment_TheChargeHasItsBalanceTransaction_AndIsToldAgain()
    {
        var paid = await PayAsync();

        var updated = (await Eventually.FindsAsync(() => _server.EventsAsync("charge.updated"), found => found.Count == 1)).Single();

        Assert.Null(paid.LatestCharge.BalanceTransactionId);
        var before = updated.Before();
        Assert.Equal("balance_transaction", Assert.Single(before).Key);
        Assert.Null(before["balance_transaction"]);
        Assert.Equal(paid.Created, DateTimeOffset.FromUnixTimeSeconds(updated.Number("created") - 2).UtcDateTime);
        var booked = await _server.Stripe.V1.BalanceTransactions.GetAsync(updated.Subject().Text("balance_transaction"));
        Assert.Equal((1_000, 59, 941, "charge", paid.LatestChargeId), (booked.Amount, booked.Fee, booked.Net, booked.Type, booked.SourceId));
    }

    [Fact]
    public async Task APaymentThatIsCapturedSynchronously_IsBookedAtOnce()
    {
        var paid = await PayAsync(options => options.CaptureMethod = "automatic");

        Assert.Equal(941, paid.LatestCharge.BalanceTransaction.Net);
        Assert.Equal(paid.LatestCharge.BalanceTransactionId, (await ChargeEventAsync()).Text("balance_transaction"));
    }

    [Fact]
    public async Task ARefund_LeavesTheBalance_AndComesBackWhenItFails()
    {
        var paid = await PayAsync(options => options.PaymentMethod = "pm_card_refundFail");
        var refund = await _server.Stripe.V1.Refunds.CreateAsync(
            new() { PaymentIntent = paid.Id, Amount = 400, Expand = ["balance_transaction"] });

        var failed = await Eventually.FindsAsync(
            () => _server.Stripe.V1.Refunds.GetAsync(refund.Id, new() { Expand = ["failure_balance_transaction"] }),
            found => found.Status == "failed");

        Assert.Equal((-400, "refund"), (refund.BalanceTransaction.Amount, refund.BalanceTransaction.Type));
        Assert.Equal((400, "refund_failure"), (failed.FailureBalanceTransaction.Amount, failed.FailureBalanceTransaction.Type));
        Assert.Equal(2, (await _server.Stripe.V1.BalanceTransactions.ListAsync(new() { Source = refund.Id })).Count());
    }

    [Fact]
    public async Task APendingRefund_IsBookedWhenItArrives()
    {
        var paid = await PayAsync(options => options.PaymentMethod = "pm_card_pendingRefund");
        var pending = await _server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id });

        var arrived = await Eventually.FindsAsync(
            () => _server.Stripe.V1.Refunds.GetAsync(pending.Id), found => found.Status == "succeeded");

        Assert.Null(pending.BalanceTransactionId);
        Assert.NotNull(arrived.BalanceTransactionId);
    }

    [Fact]
    public async Task ADispute_TakesTheMoneyAndAFee()
    {
        await PayAsync(options => options.PaymentMethod = "pm_card_createDispute");
        var movement = Assert.Single((await _server.Stripe.V1.Disputes.ListAsync()).Single().BalanceTransactions);

        var booked = await _server.Stripe.V1.BalanceTransactions.GetAsync(movement.Id);

        Assert.Equal((-1_000, 1_500, "adjustment", "dispute"), (booked.Amount, booked.Fee, booked.Type, booked.ReportingCategory));
    }

    private async Task<System.Text.Json.Nodes.JsonNode> ChargeEventAsync() => (await _server.EventsAsync("charge.succeeded")).Single().Subject();

    private Task<PaymentIntent> PayAsync(Action<PaymentIntentCreateOptions>? more = null)
    {
        var options = new PaymentIntentCreateOptions
        {
            Amount = 1_000,
            Currency = "usd",
            PaymentMethod = "pm_card_visa",
            Confirm = true,
            Expand = ["latest_charge.balance_transaction"],
        };
        more?.Invoke(options);
        return _server.Stripe.V1.PaymentIntents.CreateAsync(options);
    }
}
