using Billing.Healing;
using Billing.Persistence;
using Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Tests.Healing;

/// <summary>The local Stripe delivers nothing here, so whatever happens there is missed until it is looked for.</summary>
public sealed class HealingMissedEventsTests : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();
    private BillingApplication _billing = null!;

    public async Task InitializeAsync() => _billing = await BillingApplication.StartAsync();

    public async Task DisposeAsync() => await _billing.DisposeAsync();

    [Fact]
    public async Task WhatWasMissedComesInByTheIngress_AndNothingIsMissedASecondTime()
    {
        await using var ingress = await Ingress.StartAsync(_billing);
        var purchases = await PaidPurchasesAsync(3);

        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal((3, 3, 3, 0, null), (first.LookedAt, first.Missed, first.Healed, first.Failed, first.Problem));
        Assert.Equal((3, 0, 0, 0, null), (second.LookedAt, second.Missed, second.Healed, second.Failed, second.Problem));
        await Eventually.Async(async () => Assert.All(await StatusesAsync(purchases), status => Assert.Equal("succeeded", status)));
        Assert.Equal(3, await _billing.CountAsync("SELECT count(*) FROM stripe_events WHERE outcome = 'translated'"));
    }

    [Fact]
    public async Task WhatStripeCouldNotDeliver_IsFoundFurtherBack()
    {
        await using var ingress = await Ingress.StartAsync(_billing);
        await PaidPurchasesAsync(1);
        await _billing.Stripe.AddDeadEndpointAsync();
        await PaidPurchasesAsync(2);

        var run = await RunAsync(since: Later, undeliveredSince: Earlier);

        Assert.Equal((2, 2, 2), (run.LookedAt, run.Missed, run.Healed));
    }

    [Fact]
    public async Task AllPagesOfTheListAreRead()
    {
        await using var ingress = await Ingress.StartAsync(_billing);
        await PaidPurchasesAsync(1);
        await _billing.Stripe.UpdateCustomerAsync(Assert.Single(await _billing.Stripe.CustomersOfAsync(_user)).Id, times: 120);

        var run = await RunAsync();

        Assert.Equal((121, 121, 121), (run.LookedAt, run.Missed, run.Healed));
    }

    [Fact]
    public async Task WhileTheIngressIsAway_NothingIsLost_AndTheNextRunHeals()
    {
        var purchases = await PaidPurchasesAsync(2);

        var away = await RunAsync();
        await using var ingress = await Ingress.StartAsync(_billing);
        var back = await RunAsync();

        Assert.Equal((0, "the ingress can't be reached"), (away.Healed, away.Problem));
        Assert.Equal((2, 2, null), (back.Missed, back.Healed, back.Problem));
        await Eventually.Async(async () => Assert.All(await StatusesAsync(purchases), status => Assert.Equal("succeeded", status)));
    }

    [Fact]
    public async Task WhileStripeIsAway_TheRunSaysSo()
    {
        _billing.StripeLink.Cut();

        var run = await RunAsync();

        Assert.NotNull(run.Problem);
        Assert.Equal(1, await _billing.CountAsync("SELECT count(*) FROM backfill_runs WHERE problem IS NOT NULL AND looked_at = 0"));
    }

    [Fact]
    public async Task WhatTheIngressRefusedBefore_IsHandedOverAgain_AndIsNotMissed()
    {
        await using var ingress = await Ingress.StartAsync(_billing);
        await PaidPurchasesAsync(1);
        var paid = Assert.Single(await _billing.Stripe.EventsAsync(StripeEventTypes.PaymentIntentSucceeded));
        await _billing.DeliverAsync(Malformed(paid.Id));

        var run = await RunAsync();

        Assert.Equal((1, 0, 1, 0), (run.LookedAt, run.Missed, run.Healed, run.Failed));
    }

    [Fact]
    public async Task WhatIsTooYoung_IsOnItsWay()
    {
        await PaidPurchasesAsync(1);

        var run = await RunAsync(until: Earlier);

        Assert.Equal((0, 0, null), (run.LookedAt, run.Missed, run.Problem));
    }

    [Fact]
    public async Task OneAtATime_AndAfterItTheNext()
    {
        var single = _billing.Provider.GetRequiredService<SingleRun>();

        await using (await single.TakeAsync(SingleRun.Backfill, CancellationToken.None))
        {
            Assert.Null(await single.TryTakeAsync(SingleRun.Backfill, CancellationToken.None));
        }

        await using var next = await single.TryTakeAsync(SingleRun.Backfill, CancellationToken.None);
        Assert.NotNull(next);
    }

    private static DateTimeOffset Earlier => TimeProvider.System.GetUtcNow().AddHours(-6);

    private static DateTimeOffset Later => TimeProvider.System.GetUtcNow().AddMinutes(1);

    private async Task<IReadOnlyList<StartedPurchase>> PaidPurchasesAsync(int count)
    {
        var purchases = new List<StartedPurchase>();
        for (var number = 0; number < count; number++)
        {
            purchases.Add(await _billing.StartPurchaseAsync(_user));
            await _billing.Stripe.ConfirmAsync(purchases[^1].PaymentIntentId);
        }
        return purchases;
    }

    private async Task<BackfillRun> RunAsync(
        DateTimeOffset? since = null, DateTimeOffset? undeliveredSince = null, DateTimeOffset? until = null)
    {
        await using var scope = _billing.Provider.CreateAsyncScope();
        var order = new BackfillOrder(since ?? Earlier, undeliveredSince ?? Earlier, until ?? Later, BackfillStarters.Operator);
        return await scope.ServiceProvider.GetRequiredService<Backfill>().RunAsync(order, CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> StatusesAsync(IEnumerable<StartedPurchase> purchases) => await Task.WhenAll(
        purchases.Select(async purchase => (await _billing.PurchaseOfAsync(_user, purchase.PurchaseId)).Status));

    private static StripeEventReceived Malformed(string eventId) => new()
    {
        EventId = eventId,
        Type = StripeEventTypes.PaymentIntentSucceeded,
        IsLive = false,
        Outcome = StripeEventOutcome.Malformed,
        Detail = "Not understood by an earlier version.",
        Body = "{}",
        OccurredAt = Earlier,
    };
}
