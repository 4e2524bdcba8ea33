using Billing.Subscriptions;

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

        await billing.Stripe.ChangePriceAsync(subscription, LocalStripe.MemberPrice);
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(1));
        await subscriber.SeesAsync(seen => seen.Tier == "organization_member");
        (await subscriber.PostAsync("cancel")).As<SubscriptionSeen>();
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(2));
        Assert.Equal(["True individual 500", "True organization_member 200"], await TermsAsync(subscription.Id));

        await billing.Stripe.EndSubscriptionAsync(subscription.Id);
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(3));
        await subscriber.SeesAsync(seen => seen.Status == "canceled");
        await subscriber.ToldAsync(subscription.Id, occurredAt: now.AddHours(4));

        // The local Stripe ended it now, before the price changed by the story's clock: so the end takes the price's place.
        Assert.Equal(["True individual 500", "False organization_member 200"], await TermsAsync(subscription.Id));
    }

    [Fact]
    public async Task HeardOfOnlyWhenItWasOver_ItStillRanFromItsStartToItsEnd()
    {
        var subscriber = new Subscriber(billing);
        var opened = await subscriber.OpenAsync();
        await billing.Stripe.PayCheckoutAsync(opened.SessionId, "pm_card_visa");
        var subscription = Assert.Single(await billing.Stripe.SubscriptionsOfAsync(subscriber.User));
        // Stripe counts in whole seconds.
        await Eventually.Async(() => Task.FromResult(TimeProvider.System.GetUtcNow() >= Utc(subscription.StartDate).AddSeconds(1)));
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

    private static DateTimeOffset Utc(DateTime moment) => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc));

    private async Task<IReadOnlyList<string>> TermsAsync(string subscriptionId) => await billing.TextsAsync(
        $"""
        SELECT concat_ws(' ', CASE WHEN is_running THEN 'True' ELSE 'False' END, tier, monthly_cents)
        FROM subscription_terms WHERE subscription_id = '{subscriptionId}' ORDER BY since
        """);
}
