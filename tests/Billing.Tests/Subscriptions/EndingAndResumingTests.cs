namespace Billing.Tests.Subscriptions;

[Collection(SharedBilling.Name)]
public sealed class EndingAndResumingTests(BillingApplication billing)
{
    [Fact]
    public async Task ItEndsWithItsPeriod_AndBack_AsOftenAsOneLikes()
    {
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();

        for (var round = 0; round < 2; round++)
        {
            await AssertAsync(subscriber, "cancel", isEnding: true);
            await AssertAsync(subscriber, "cancel", isEnding: true);
            Assert.True((await AtStripeAsync(subscriber)).CancelAtPeriodEnd);

            await AssertAsync(subscriber, "resume", isEnding: false);
            await AssertAsync(subscriber, "resume", isEnding: false);
            Assert.False((await AtStripeAsync(subscriber)).CancelAtPeriodEnd);
        }

        Assert.Equal(subscription.Id, (await AtStripeAsync(subscriber)).Id);
    }

    [Fact]
    public async Task AnEndThatThePortalSetByAMoment_IsSeen_AndTakenBack()
    {
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();
        await billing.Stripe.EndSubscriptionAtAsync(subscription.Id, subscription.Items.Single().CurrentPeriodEnd);
        await subscriber.ToldAsync(subscription.Id);
        await subscriber.SeesAsync(seen => seen is { Status: "active", CancelAtPeriodEnd: true, WillRenew: false });

        await AssertAsync(subscriber, "resume", isEnding: false);

        var resumed = await AtStripeAsync(subscriber);
        Assert.Equal((false, null), (resumed.CancelAtPeriodEnd, resumed.CancelAt));
    }

    [Fact]
    public async Task TheSameKeyGetsTheSameAnswer()
    {
        var subscriber = new Subscriber(billing);
        await subscriber.SubscribedAsync();

        var first = await subscriber.PostAsync("cancel", key: "once");
        await subscriber.PostAsync("resume");
        var second = await subscriber.PostAsync("cancel", key: "once");

        Assert.Equal((HttpStatusCode.OK, first.Body), (second.Status, second.Body));
        Assert.False((await AtStripeAsync(subscriber)).CancelAtPeriodEnd);
    }

    [Fact]
    public async Task WithoutASubscription_OrAfterItsEnd_404()
    {
        var subscriber = new Subscriber(billing);
        await AssertNoneAsync(subscriber);
        (await subscriber.PostAsync("portal", new { returnUrl = "https://app.example/" }))
            .AssertProblem(HttpStatusCode.NotFound, "subscription_not_found");

        var subscription = await subscriber.SubscribedAsync();
        // Nobody told us yet.
        await billing.Stripe.EndSubscriptionAsync(subscription.Id);
        await AssertNoneAsync(subscriber);
        Assert.Equal("canceled", (await subscriber.LookAsync()).Status);
    }

    [Fact]
    public async Task ThePortalOpens_AndLeadsBackToOurOwnOrigins()
    {
        var subscriber = new Subscriber(billing);
        await subscriber.SubscribedAsync();

        var opened = (await subscriber.PostAsync("portal", new { returnUrl = "https://app.example/account" })).Json;

        Assert.StartsWith(billing.StripePages, (string)opened["portalUrl"]!, StringComparison.Ordinal);
        (await subscriber.PostAsync("portal", new { returnUrl = "https://elsewhere.example/" }))
            .AssertProblem(HttpStatusCode.BadRequest, "return_url_not_allowed");
    }

    [Fact]
    public async Task TheConfiguredPortalIsTheOneThatIsOpened()
    {
        await using var another = await BillingApplication.StartAsync(("STRIPE_PORTAL_CONFIGURATION_ID", "bpc_nobody_made"));
        var subscriber = new Subscriber(another);
        await subscriber.SubscribedAsync();

        var answer = await subscriber.PostAsync("portal", new { returnUrl = "https://app.example/account" });

        // Stripe was asked for it, and does not have it.
        answer.AssertProblem(HttpStatusCode.BadGateway, "stripe_refused");
    }

    private static async Task AssertAsync(Subscriber subscriber, string action, bool isEnding)
    {
        var answered = (await subscriber.PostAsync(action)).As<SubscriptionSeen>();
        Assert.Equal(("active", isEnding, !isEnding), (answered.Status, answered.CancelAtPeriodEnd, answered.WillRenew));
        Assert.Equal(answered, await subscriber.LookAsync());
    }

    private static async Task AssertNoneAsync(Subscriber subscriber)
    {
        foreach (var action in (string[])["cancel", "resume"])
        {
            (await subscriber.PostAsync(action)).AssertProblem(HttpStatusCode.NotFound, "subscription_not_found");
        }
    }

    private async Task<Stripe.Subscription> AtStripeAsync(Subscriber subscriber) =>
        Assert.Single(await billing.Stripe.SubscriptionsOfAsync(subscriber.User));
}
