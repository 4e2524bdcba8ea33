using Billing.Subscriptions;
using Billing.Tests.Organizations;

namespace Billing.Tests.Subscriptions;

[Collection(SharedBilling.Name)]
public sealed class KeepingTermsTests(BillingApplication billing)
{
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task ATermForEachPrice_AndOneForTheEnd_WhateverElseIsTold()
    {
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();
        Assert.Equal(["True individual 500"], await TermsAsync(subscription.Id));

        // A membership moves the price; by hand it would be moved back amid the test.
        await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        await subscriber.SeesAsync(seen => seen.Tier == "organization_member");
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(1));
        (await subscriber.PostAsync("cancel")).As<SubscriptionSeen>();
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(2));
        Assert.Equal(["True individual 500", "True organization_member 200"], await TermsAsync(subscription.Id));

        await NextWholeSecondAsync(TimeProvider.System.GetUtcNow());
        await billing.Stripe.EndSubscriptionAsync(subscription.Id);
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(3));
        await subscriber.SeesAsync(seen => seen.Status == "canceled");
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(4));

        Assert.Equal(
            ["True individual 500", "True organization_member 200", "False organization_member 200"], await TermsAsync(subscription.Id));
    }

    [Fact]
    public async Task AnEndBeforeTheLastChange_TakesItsPlace()
    {
        var subscriber = new Subscriber(billing);
        var subscription = await subscriber.SubscribedAsync();
        await NextWholeSecondAsync(Utc(subscription.StartDate));
        // A price that is neither of the plan's stays as it is.
        await billing.Stripe.ChangePriceAsync(subscription, LocalStripe.VerificationPrice);
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(1));
        await subscriber.SeesAsync(seen => seen.Price == 2000);

        await billing.Stripe.EndSubscriptionAsync(subscription.Id);
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(2));
        await subscriber.SeesAsync(seen => seen.Status == "canceled");

        Assert.Equal(["True individual 500", "False individual 2000"], await TermsAsync(subscription.Id));
    }

    [Fact]
    public async Task HeardOfOnlyWhenItWasOver_ItStillRanFromItsStartToItsEnd()
    {
        var subscriber = new Subscriber(billing);
        var opened = await subscriber.OpenAsync();
        await billing.Stripe.PayCheckoutAsync(opened.SessionId, "pm_card_visa");
        var subscription = Assert.Single(await billing.Stripe.SubscriptionsOfAsync(subscriber.User));
        await NextWholeSecondAsync(Utc(subscription.StartDate));
        await billing.Stripe.EndSubscriptionAsync(subscription.Id);

        await subscriber.ToldAsync(subscription.Id);

        await subscriber.SeesAsync(seen => seen.Status == "canceled");
        Assert.Equal(["True individual 500", "False individual 500"], await TermsAsync(subscription.Id));
    }

    [Theory]
    [InlineData("month", 1, 500)]
    [InlineData("month", 3, 166)]
    [InlineData("year", 1, 41)]
    [InlineData("week", 1, 2172)]
    [InlineData("day", 7, 2172)]
    public void AMonthOfItCosts(string interval, long count, long monthlyCents)
    {
        var subscription = new Stripe.Subscription
        {
            Metadata = new() { ["type"] = "prpm_plus", ["user_id"] = "ada" },
            Items = new() { Data = [new() { Quantity = 1, Price = new() { UnitAmount = 500, Recurring = new() { Interval = interval, IntervalCount = count } } }] },
        };

        Assert.Equal(monthlyCents, StripeSubscription.Read(subscription)!.MonthlyCents);
    }

    // Stripe counts in whole seconds.
    private static Task NextWholeSecondAsync(DateTimeOffset after) =>
        Eventually.Async(() => Task.FromResult(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() > after.ToUnixTimeSeconds()));

    private static DateTimeOffset Utc(DateTime moment) => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc));

    private async Task<IReadOnlyList<string>> TermsAsync(string subscriptionId) => await billing.TextsAsync(
        $"""
        SELECT concat_ws(' ', CASE WHEN is_running THEN 'True' ELSE 'False' END, tier, monthly_cents)
        FROM subscription_terms WHERE subscription_id = '{subscriptionId}' ORDER BY since
        """);
}
