using Billing.Tests.Organizations;

namespace Billing.Tests.Subscriptions;

[Collection(SharedBilling.Name)]
public sealed class SubscribingTests(BillingApplication billing) : IAsyncLifetime
{
    private const string Sessions = "/v1/checkout/sessions";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => billing.Stripe.ForgetFaultsAsync();

    [Theory]
    [InlineData(false, LocalStripe.PlanPrice, "individual", 500)]
    [InlineData(true, LocalStripe.MemberPrice, "organization_member", 200)]
    public async Task ThroughThePage_OneIsSubscribed_AtOnesOwnPrice(bool isMember, string price, string tier, long amount)
    {
        var subscriber = new Subscriber(billing);
        if (isMember)
        {
            await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        }

        var subscription = await subscriber.SubscribedAsync();

        Assert.Equal(price, Assert.Single(subscription.Items).Price.Id);
        Assert.Equal(("prpm_plus", subscriber.User), (subscription.Metadata["type"], subscription.Metadata["user_id"]));
        var item = subscription.Items.Single();
        Assert.Equal(
            new SubscriptionSeen("active", tier, amount, "usd", item.CurrentPeriodStart, item.CurrentPeriodEnd, false, true),
            await subscriber.LookAsync());
        var session = Assert.Single(await billing.Stripe.SessionsOfAsync(subscriber.User));
        Assert.Equal(("subscription", "prpm_plus"), (session.Mode, session.Metadata["type"]));
    }

    [Fact]
    public async Task WhoNeverSubscribedHasNone() =>
        Assert.Equal(
            new SubscriptionSeen("none", null, null, null, null, null, false, false), await new Subscriber(billing).LookAsync());

    [Fact]
    public async Task TwentyAtOnce_OneSession()
    {
        var subscriber = new Subscriber(billing);

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => subscriber.OpenAsync()));

        Assert.Single(opened.Distinct());
        Assert.Single(await billing.Stripe.SessionsOfAsync(subscriber.User));
        Assert.Single(await billing.Stripe.CustomersOfAsync(subscriber.User));
    }

    [Fact]
    public async Task TwentyAtOnceAsAMember_OneSession_AtTheMemberPrice()
    {
        var subscriber = new Subscriber(billing);
        await TestOrganization.VerifiedWithAsync(billing, subscriber.User);

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => subscriber.OpenAsync()));

        var session = Assert.Single(await billing.Stripe.SessionsOfAsync(subscriber.User));
        Assert.All(opened, page => Assert.Equal(session.Id, page.SessionId));
        Assert.Equal(200, session.AmountTotal);
    }

    [Fact]
    public async Task TwentyAtOnce_EachWithAnotherAddress_OneSessionCanBePaid()
    {
        var subscriber = new Subscriber(billing);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => subscriber.SubscribeAsync($"https://app.example/done/{i % 3}")));

        Assert.Single(await billing.Stripe.SessionsOfAsync(subscriber.User), session => session.Status == "open");
    }

    [Fact]
    public async Task AskedAgain_ItIsTheSamePage_AsLongAsItIsOpen()
    {
        var subscriber = new Subscriber(billing);

        Assert.Equal(await subscriber.OpenAsync(), await subscriber.OpenAsync());
    }

    [Fact]
    public async Task AskedWithAnotherAddressOrPrice_TheFirstPageIsClosed()
    {
        var subscriber = new Subscriber(billing);
        var first = await subscriber.OpenAsync();
        var second = await subscriber.OpenAsync("https://app.example/elsewhere");
        await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        var third = await subscriber.OpenAsync("https://app.example/elsewhere");

        var sessions = (await billing.Stripe.SessionsOfAsync(subscriber.User)).ToDictionary(session => session.Id, session => session.Status);

        Assert.Equal(
            ("expired", "expired", "open"), (sessions[first.SessionId], sessions[second.SessionId], sessions[third.SessionId]));
    }

    [Fact]
    public async Task Subscribed_409_AlsoAtOnce_AndWithAnotherAddress()
    {
        var subscriber = new Subscriber(billing);
        await subscriber.SubscribedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => subscriber.SubscribeAsync($"https://app.example/{i % 2}")));

        Assert.All(answers, answer => answer.AssertProblem(HttpStatusCode.Conflict, "already_subscribed"));
    }

    [Fact]
    public async Task PaidAndNotYetTold_409_AndTheSubscriptionShows()
    {
        var subscriber = new Subscriber(billing);
        var opened = await subscriber.OpenAsync();
        await billing.Stripe.PayCheckoutAsync(opened.SessionId, "pm_card_visa");

        (await subscriber.SubscribeAsync()).AssertProblem(HttpStatusCode.Conflict, "already_subscribed");

        Assert.Equal("active", (await subscriber.LookAsync()).Status);
    }

    [Fact]
    public async Task WhenTheSubscriptionIsOver_OneMaySubscribeAgain()
    {
        var subscriber = new Subscriber(billing);
        var first = await subscriber.SubscribedAsync();
        await billing.Stripe.EndSubscriptionAsync(first.Id);
        await subscriber.ToldAsync(first.Id);
        await subscriber.SeesAsync(seen => seen is { Status: "canceled", WillRenew: false, CancelAtPeriodEnd: false });

        var opened = await subscriber.OpenAsync();
        await billing.Stripe.PayCheckoutAsync(opened.SessionId, "pm_card_visa");

        var second = (await billing.Stripe.SubscriptionsOfAsync(subscriber.User)).Single(subscription => subscription.Id != first.Id);
        await subscriber.ToldAsync(second.Id);
        await subscriber.SeesAsync(seen => seen.Status == "active");
    }

    [Fact]
    public async Task AnAnswerThatGotLost_TheNextRequestFindsTheSession()
    {
        var subscriber = new Subscriber(billing);
        await billing.Stripe.LoseAnswersAsync(Sessions, requests: 1_000);
        (await subscriber.SubscribeAsync()).AssertProblem(HttpStatusCode.ServiceUnavailable, "stripe_unavailable");

        await billing.Stripe.ForgetFaultsAsync();
        var opened = await subscriber.OpenAsync();

        Assert.Equal(opened.SessionId, Assert.Single(await billing.Stripe.SessionsOfAsync(subscriber.User)).Id);
    }

    [Fact]
    public async Task WhatStripeRefusesIsOurFault_AndTheNextRequestIsAnother()
    {
        var subscriber = new Subscriber(billing);
        await billing.Stripe.FailAsync(Sessions, requests: 1, status: 400);

        (await subscriber.SubscribeAsync()).AssertProblem(HttpStatusCode.BadGateway, "stripe_refused");

        await subscriber.OpenAsync();
    }

    [Fact]
    public async Task ACustomerWhoWasDeletedAtStripeIsReplaced()
    {
        var subscriber = new Subscriber(billing);
        await billing.StartPurchaseAsync(subscriber.User);
        await billing.Stripe.DeleteCustomerAsync(Assert.Single(await billing.Stripe.CustomersOfAsync(subscriber.User)).Id);

        await subscriber.SubscribedAsync();
    }

    [Fact]
    public async Task AnAddressThatIsNotOursIsRefused()
    {
        var subscriber = new Subscriber(billing);

        (await subscriber.SubscribeAsync("https://elsewhere.example/")).AssertProblem(HttpStatusCode.BadRequest, "return_url_not_allowed");
        (await subscriber.SubscribeAsync(cancelUrl: "https://elsewhere.example/"))
            .AssertProblem(HttpStatusCode.BadRequest, "return_url_not_allowed");
    }
}
