using Billing.Subscriptions;

namespace Billing.Tests.Subscriptions;

public sealed class MirroringSubscriptionsTests
{
    [Fact]
    public async Task ToldWhileStripeIsAway_ItAsksAgain_UntilStripeAnswers()
    {
        await using var billing = await BillingApplication.StartAsync();
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();
        await billing.Stripe.EndSubscriptionAsync(subscription.Id);
        billing.StripeLink.Cut();
        await subscriber.ToldAsync(subscription.Id);
        await Eventually.Async(async () => await billing.Broker.MessageCountAsync("billing-subscription-changed") == 0);
        Assert.Equal("active", (await subscriber.LookAsync()).Status);

        billing.StripeLink.Restore();

        await Eventually.Async(async () => Assert.Equal("canceled", (await subscriber.LookAsync()).Status));
        Assert.Equal(0, await billing.Broker.MessageCountAsync("billing-subscription-changed_error"));
    }

    [Fact]
    public async Task AnAnswerToAnEarlierQuestionDoesNotReplaceALaterOne()
    {
        await using var billing = await BillingApplication.StartAsync();
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();
        await billing.ExecuteAsync("UPDATE subscriptions SET asked_at = now() + interval '1 hour', status = 'past_due'");

        (await subscriber.PostAsync("cancel")).As<SubscriptionSeen>();

        Assert.Equal(("past_due", false), ((await subscriber.LookAsync()).Status, (await subscriber.LookAsync()).CancelAtPeriodEnd));
        await billing.ExecuteAsync("UPDATE subscriptions SET asked_at = now()");
        await subscriber.ToldAsync(subscription.Id);
        await subscriber.SeesAsync(seen => seen is { Status: "active", CancelAtPeriodEnd: true });
    }

    [Fact]
    public async Task AQuestionThatIsAskedWhileAChangeIsOnItsWay_DoesNotHideTheChange()
    {
        await using var billing = await BillingApplication.StartAsync();
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();
        await billing.Stripe.DelayAsync("POST", $"/v1/subscriptions/{subscription.Id}", TimeSpan.FromSeconds(3));
        var before = await AskedAtAsync(billing);

        var cancelling = subscriber.PostAsync("cancel");
        await Eventually.Async(async () => Assert.Equal(0, await billing.Stripe.FaultsLeftAsync()));
        var change = await AskedAtAsync(billing);
        await subscriber.ToldAsync(subscription.Id);
        await Eventually.Async(async () => Assert.True(await AskedAtAsync(billing) > change));

        Assert.True(change > before);
        Assert.True((await cancelling).As<SubscriptionSeen>().CancelAtPeriodEnd);
        Assert.True((await subscriber.LookAsync()).CancelAtPeriodEnd);
    }

    [Fact]
    public void AnotherKindOfSubscription_OrOneWithoutAUser_IsNotRead()
    {
        Assert.Null(StripeSubscription.Read(Subscription(("type", "org_verification"), ("user_id", "ada"))));
        Assert.Null(StripeSubscription.Read(Subscription(("type", "prpm_plus"))));
        Assert.Null(StripeSubscription.Read(Subscription()));
    }

    [Fact]
    public void ThePeriodSpansAllItems()
    {
        var read = StripeSubscription.Read(Subscription(("type", "prpm_plus"), ("user_id", "ada")))!;

        Assert.Equal(
            (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero), 900),
            (read.CurrentPeriodStart, read.CurrentPeriodEnd, read.AmountCents));
    }

    // In microseconds.
    private static Task<long> AskedAtAsync(BillingApplication billing) =>
        billing.CountAsync("SELECT (extract(epoch FROM asked_at) * 1000000)::bigint FROM subscriptions");

    private static Stripe.Subscription Subscription(params (string Name, string Value)[] metadata) => new()
    {
        Id = "sub_1",
        CustomerId = "cus_1",
        Status = "active",
        Currency = "usd",
        Metadata = metadata.ToDictionary(pair => pair.Name, pair => pair.Value),
        Items = new() { Data = [Item(day: 1, cents: 500), Item(day: 2, cents: 400)] },
    };

    private static Stripe.SubscriptionItem Item(int day, long cents) => new()
    {
        Quantity = 1,
        Price = new Stripe.Price { Id = $"price_{day}", UnitAmount = cents },
        CurrentPeriodStart = new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc),
        CurrentPeriodEnd = new DateTime(2026, 2, day, 0, 0, 0, DateTimeKind.Utc),
    };
}
