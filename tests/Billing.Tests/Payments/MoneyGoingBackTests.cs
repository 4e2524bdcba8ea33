namespace Billing.Tests.Payments;

/// <summary>Whatever is delivered in whatever order and how often, a purchase ends as after one clean delivery.</summary>
[Collection(SharedBilling.Name)]
public sealed class MoneyGoingBackTests(BillingApplication billing)
{
    private const int AtOnce = 6;

    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public Task RefundedInPart() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.Refunded(100), purchase.Refunded(200, previous: 100)],
        "partially_refunded", refunded: 200);

    [Fact]
    public Task RefundedWhole() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.Refunded(200), purchase.Refunded(500, previous: 200)],
        "refunded", refunded: 500);

    [Fact]
    public Task ARefundThatFailed() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.Refunded(500), purchase.RefundFailed(500)],
        "succeeded", refunded: 0);

    [Fact]
    public Task ARefundAfterOneThatFailed() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.Refunded(500), purchase.RefundFailed(500), purchase.Refunded(100)],
        "partially_refunded", refunded: 100);

    [Fact]
    public Task Disputed() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.DisputeOpened(), purchase.Refunded(100)],
        "disputed", refunded: 100);

    [Fact]
    public Task DisputedAndLost() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.DisputeOpened(), purchase.DisputeClosed("lost")],
        "disputed", refunded: 0);

    [Fact]
    public Task DisputedAndWon() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.DisputeOpened(), purchase.DisputeClosed("won")],
        "succeeded", refunded: 0);

    [Fact]
    public Task DisputedLostAndReinstated() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Succeeded(_user), purchase.DisputeClosed("lost"), purchase.FundsReinstated()],
        "succeeded", refunded: 0);

    [Fact]
    public Task ProcessingDeclinedThenPaid() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Processing(_user), purchase.Failed(_user), purchase.Succeeded(_user)],
        "succeeded", refunded: 0);

    [Fact]
    public Task DeclinedThenCanceled() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Failed(_user), purchase.Canceled(_user), purchase.Processing(_user)],
        "canceled", refunded: 0);

    [Fact]
    public Task TwoDeclinesInOneSecond() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Failed(_user, "expired_card"), purchase.Failed(_user, "insufficient_funds")],
        "failed", refunded: 0, reason: "insufficient_funds");

    [Fact]
    public Task ProcessingAfterADecline() => AssertEveryOrderEndsAsync(
        purchase => [purchase.Failed(_user, second: 2), purchase.Processing(_user)],
        "processing", refunded: 0);

    [Fact]
    public async Task RefundAndPaymentAtTheSameMoment_NeitherMissesTheOther()
    {
        var purchases = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => billing.StartPurchaseAsync(_user)));
        // As after an answer that got lost: the row does not know its payment yet.
        await billing.ExecuteAsync($"UPDATE purchases SET payment_intent_id = NULL WHERE user_id = '{_user}'");

        await Task.WhenAll(purchases.SelectMany(purchase =>
            new object[] { purchase.Succeeded(_user), purchase.Refunded(500) }.Select(message => billing.DeliverAsync(message))));

        Assert.All((await billing.PurchasesOfAsync(_user)).Purchases, purchase => Assert.Equal("refunded", purchase.Status));
    }

    [Fact]
    public async Task WhatIsSaidOfAPaymentThatIsNotOursChangesNothing()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Succeeded(_user));

        await billing.DeliverAsync(purchase.Refunded(500) with { PaymentIntentId = "pi_of_another_product" });

        Assert.Equal("succeeded", (await billing.PurchaseOfAsync(_user, purchase.PurchaseId)).Status);
    }

    // Each order on a purchase of its own, each message twice.
    private async Task AssertEveryOrderEndsAsync(
        Func<StartedPurchase, object[]> messagesOf, string status, long refunded, string? reason = null)
    {
        var count = messagesOf(new StartedPurchase(Guid.Empty, "pi", "", "", 1, 1, "usd")).Length;
        await Parallel.ForEachAsync(Orders(count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (order, _) =>
        {
            var purchase = await billing.StartPurchaseAsync(_user);
            var messages = messagesOf(purchase);
            foreach (var index in order.Concat(order))
            {
                await billing.DeliverAsync(messages[index]);
            }
            var seen = await billing.PurchaseOfAsync(_user, purchase.PurchaseId);
            Assert.Equal((status, refunded, reason), (seen.Status, seen.AmountRefunded, seen.FailureReason));
        });
    }

    private static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(place =>
            order.Take(place).Append(count - 1).Concat(order.Skip(place)).ToArray()));
}
