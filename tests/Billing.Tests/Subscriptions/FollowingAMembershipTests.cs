using Billing.Tests.Organizations;

namespace Billing.Tests.Subscriptions;

[Collection(SharedBilling.Name)]
public sealed class FollowingAMembershipTests(BillingApplication billing) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => billing.Stripe.ForgetFaultsAsync();

    [Fact]
    public async Task TakenOut_ItRenewsAtTheIndividualPrice_AndNothingIsChargedBeforeThat()
    {
        var subscriber = new Subscriber(billing);
        var organization = await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        var before = await subscriber.SubscribedAsync();

        await organization.RemoveAsync(subscriber.User);

        await subscriber.SeesAsync(seen => seen is { Status: "active", Tier: "individual", Price: 500 });
        var after = Assert.Single(await billing.Stripe.SubscriptionsOfAsync(subscriber.User));
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(LocalStripe.PlanPrice, Assert.Single(after.Items).Price.Id);
        Assert.Equal(
            (before.Items.Single().CurrentPeriodStart, before.Items.Single().CurrentPeriodEnd),
            (after.Items.Single().CurrentPeriodStart, after.Items.Single().CurrentPeriodEnd));
        Assert.Equal(200, Assert.Single(await billing.Stripe.InvoicesOfAsync(before.Id)).AmountPaid);
    }

    [Fact]
    public async Task WhenTheOrganizationLosesItsVerification_EveryMembersPriceFollows_AndBack()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        var verification = await organization.SubscribedAsync();
        var subscribers = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var subscriber = new Subscriber(billing);
            await organization.AddAsync(subscriber.User);
            await subscriber.SubscribedAsync();
            return subscriber;
        }));
        Assert.All(subscribers, subscriber => Assert.Equal("organization_member", subscriber.LookAsync().Result.Tier));

        await billing.Stripe.EndSubscriptionAsync(verification.Id);
        await organization.ToldAsync(verification.Id);
        await Task.WhenAll(subscribers.Select(subscriber => subscriber.SeesAsync(seen => seen.Tier == "individual")));

        await organization.DecideAsync("verify");
        await Task.WhenAll(subscribers.Select(subscriber => subscriber.SeesAsync(seen => seen is { Tier: "organization_member", Price: 200 })));
    }

    [Fact]
    public async Task WhoBecomesAMember_RenewsAtTheMemberPrice_WithoutBeingAsked()
    {
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();
        Assert.Equal("individual", (await subscriber.LookAsync()).Tier);

        await TestOrganization.VerifiedWithAsync(billing, subscriber.User);

        await subscriber.SeesAsync(seen => seen is { Tier: "organization_member", Price: 200 });
        Assert.Equal(500, Assert.Single(await billing.Stripe.InvoicesOfAsync(subscription.Id)).AmountPaid);
    }

    [Fact]
    public async Task APageOpenedAsAMemberAndPaidAsNone_IsPutRight()
    {
        var subscriber = new Subscriber(billing);
        var organization = await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        var opened = await subscriber.OpenAsync();
        await organization.RemoveAsync(subscriber.User);
        await billing.Stripe.PayCheckoutAsync(opened.SessionId, "pm_card_visa");

        await subscriber.ToldAsync(Assert.Single(await billing.Stripe.SubscriptionsOfAsync(subscriber.User)).Id);

        await subscriber.SeesAsync(seen => seen is { Status: "active", Tier: "individual" });
    }

    [Fact]
    public async Task StripeAway_ItIsTriedUntilItIsDone()
    {
        var subscriber = new Subscriber(billing);
        var organization = await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        var subscription = await subscriber.SubscribedAsync();
        await billing.Stripe.FailAsync($"/v1/subscriptions/{subscription.Id}", requests: 1_000, status: 500);
        await organization.RemoveAsync(subscriber.User);
        await Eventually.Async(async () => await billing.CountAsync(
            $"SELECT count(*) FROM chores WHERE subject = '{subscription.Id}' AND attempts > 1") == 1, TimeSpan.FromSeconds(60));
        Assert.Equal("organization_member", (await subscriber.LookAsync()).Tier);

        await billing.Stripe.ForgetFaultsAsync();

        await AssertMovedAsync(subscriber, subscription);
    }

    [Fact]
    public async Task StripeLosesItsAnswer_TheNextTryFindsItDone()
    {
        var subscriber = new Subscriber(billing);
        var organization = await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        var subscription = await subscriber.SubscribedAsync();
        await billing.Stripe.LoseAnswersAsync($"/v1/subscriptions/{subscription.Id}", requests: 1_000);

        await organization.RemoveAsync(subscriber.User);

        await AssertMovedAsync(subscriber, subscription);
    }

    private async Task AssertMovedAsync(Subscriber subscriber, Stripe.Subscription subscription)
    {
        await Eventually.Async(async () => (await subscriber.LookAsync()).Tier == "individual", TimeSpan.FromSeconds(60));
        await Eventually.Async(async () => await billing.CountAsync($"SELECT count(*) FROM chores WHERE subject = '{subscription.Id}'") == 0);
        Assert.Single(await billing.Stripe.InvoicesOfAsync(subscription.Id));
    }
}
