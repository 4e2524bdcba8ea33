using Stripe;

namespace StripeEmulator.Tests.Refunds;

public sealed class RefundingTests
{
    private static readonly TimeSpan PastSettling = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task TwoParts_AddUp_AndEachEventSaysWhatWasBefore()
    {
        await using var server = await EmulatorServer.StartAsync(EmulatorServer.NothingSettles);
        var paid = await PayAsync(server);

        await server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id, Amount = 300 });
        await server.Stripe.V1.Refunds.CreateAsync(new() { Charge = paid.LatestChargeId, Reason = "requested_by_customer" });

        var refunded = await server.EventsAsync("charge.refunded");
        Assert.Equal([(300L, false), (1_000L, true)], refunded.Select(recorded =>
            (recorded.Subject().Number("amount_refunded"), recorded.Subject()["refunded"]!.GetValue<bool>())));
        Assert.Equal("""{"amount_refunded":0}""", refunded[0].Before().ToJsonString());
        Assert.Equal("""{"amount_refunded":300,"refunded":false}""", refunded[1].Before().ToJsonString());
        Assert.Equal(
            ["refund.created", "charge.refunded", "refund.created", "charge.refunded"], (await server.EventTypesAsync()).Skip(3).Take(4));
        Assert.Equal([700, 300], (await server.Stripe.V1.Refunds.ListAsync(new() { PaymentIntent = paid.Id })).Select(refund => refund.Amount));
    }

    [Fact]
    public async Task MoreThanIsLeft_OrAnythingAfterAll_IsRefused()
    {
        await using var server = await EmulatorServer.StartAsync();
        var paid = await PayAsync(server);

        var tooMuch = await server.PostAsync("/v1/refunds", $"payment_intent={paid.Id}", "amount=1001");
        await server.PostAsync("/v1/refunds", $"payment_intent={paid.Id}");
        var again = await server.PostAsync("/v1/refunds", $"payment_intent={paid.Id}");

        Assert.Equal(400, tooMuch.Status);
        Assert.Equal("Refund amount ($10.01) is greater than unrefunded amount on charge ($10.00)", tooMuch.Error.Text("message"));
        Assert.Equal((400, "charge_already_refunded"), (again.Status, again.Code));
    }

    [Fact]
    public async Task SentTwiceUnderOneKey_ItIsOneRefund()
    {
        await using var server = await EmulatorServer.StartAsync();
        var paid = await PayAsync(server);

        var first = await RefundAsync();
        var second = await RefundAsync();

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(300, (await server.Stripe.V1.Charges.GetAsync(paid.LatestChargeId)).AmountRefunded);

        Task<Refund> RefundAsync() => server.Stripe.V1.Refunds.CreateAsync(
            new() { PaymentIntent = paid.Id, Amount = 300 }, new RequestOptions { IdempotencyKey = "refund-1" });
    }

    [Fact]
    public async Task ASuccessfulOne_LaterGetsItsReference()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var paid = await PayAsync(clocked.Server);
        var refund = await clocked.Server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id });

        await clocked.AdvanceAsync(PastSettling);

        Assert.Equal(("succeeded", "pending"), (refund.Status, refund.DestinationDetails.Card.ReferenceStatus));
        var arrived = await clocked.Server.Stripe.V1.Refunds.GetAsync(refund.Id);
        Assert.Equal("available", arrived.DestinationDetails.Card.ReferenceStatus);
        Assert.Equal(["refund.updated", "charge.refund.updated"], (await clocked.Server.EventTypesAsync())[^2..]);
    }

    [Fact]
    public async Task OneThatFailsLater_GivesTheAmountBackToTheCharge()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var paid = await PayAsync(server, "pm_card_refundFail");
        var refund = await server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id, Amount = 400 });

        await clocked.AdvanceAsync(PastSettling);

        Assert.Equal("succeeded", refund.Status);
        var failed = await server.Stripe.V1.Refunds.GetAsync(refund.Id);
        Assert.Equal(("failed", "expired_or_canceled_card"), (failed.Status, failed.FailureReason));
        Assert.Equal(0, (await server.Stripe.V1.Charges.GetAsync(paid.LatestChargeId)).AmountRefunded);
        Assert.Equal(["refund.failed", "refund.updated", "charge.refund.updated"], (await server.EventTypesAsync())[^3..]);
        Assert.Equal("succeeded", (await server.EventsAsync("refund.updated"))[0].Before().Text("status"));
    }

    [Fact]
    public async Task APendingOne_SucceedsLater()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var paid = await PayAsync(clocked.Server, "pm_card_pendingRefund");
        var refund = await clocked.Server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id });

        await clocked.AdvanceAsync(PastSettling);

        Assert.Equal("pending", refund.Status);
        Assert.Equal("succeeded", (await clocked.Server.Stripe.V1.Refunds.GetAsync(refund.Id)).Status);
    }

    [Fact]
    public async Task Metadata_CanBeChanged_AndTellsOfIt()
    {
        await using var server = await EmulatorServer.StartAsync(EmulatorServer.NothingSettles);
        var paid = await PayAsync(server);
        var refund = await server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id });

        var updated = await server.Stripe.V1.Refunds.UpdateAsync(refund.Id, new() { Metadata = new() { ["order_id"] = "6735" } });

        Assert.Equal("6735", updated.Metadata["order_id"]);
        Assert.Equal("""{"metadata":{"order_id":null}}""", (await server.EventsAsync("charge.refund.updated"))[0].Before().ToJsonString());
    }

    private static Task<PaymentIntent> PayAsync(EmulatorServer server, string card = "pm_card_visa") =>
        server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 1_000, Currency = "usd", PaymentMethod = card, Confirm = true });
}
