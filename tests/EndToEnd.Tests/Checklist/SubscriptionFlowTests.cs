using System.Net;
using System.Text.Json;
using Testing;

namespace EndToEnd.Tests.Checklist;

/// <summary>Chapter 2 of the release checklist, item by item. Stripe's page is paid as a payer would; months pass by the clock of all processes.</summary>
[Collection(OneSystem.Name)]
public sealed class SubscriptionFlowTests(RunningSystem system)
{
    // Longer than any month, and shorter than two.
    private const string OverAMonth = "+32d";

    private static readonly TimeSpan AfterTheClockMoved = TimeSpan.FromMinutes(2);

    private readonly StripeDashboard stripe = new(system);

    [Fact(DisplayName = "2 PRPM+ Subscription Flow: Test Individual Subscription")]
    public async Task IndividualSubscription()
    {
        var user = await Visitor.ArriveAsync(system);
        var yours = (await user.PricingAsync()).GetProperty("yours");
        Assert.Equal(("individual", 500, "no_verified_organization"), (yours.Text("tier"), yours.GetProperty("amount").GetInt32(), yours.Text("reason")));

        var page = await user.OpenSubscriptionPageAsync();
        Assert.Equal(HttpStatusCode.OK, await stripe.OpenAsync(page.Text("checkoutUrl")));
        Assert.Equal(system.Setting("STRIPE_PRPM_PLUS_PRICE_ID"), await PriceOnPageAsync(page));
        var subscription = await user.SubscribeAsync();

        await stripe.AssertFiredAsync("customer.subscription.created", subscription);
        var (credits, plan) = (await user.CreditsAsync(), await user.SubscriptionAsync());
        Assert.Equal((100, 100), (Number(credits, "monthly", "allocated"), Number(credits, "monthly", "remaining")));
        Assert.Equal(plan.GetProperty("currentPeriodEnd").GetDateTimeOffset(), credits.GetProperty("monthly").GetProperty("resetAt").GetDateTimeOffset());
        Assert.True(plan.GetProperty("willRenew").GetBoolean());
        using var again = await user.SendAsync(HttpMethod.Post, "/api/v1/playground/subscribe",
            new { successUrl = system.Setting("GATEWAY_URL"), cancelUrl = system.Setting("GATEWAY_URL") });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact(DisplayName = "2 PRPM+ Subscription Flow: Test Org Member Subscription")]
    public async Task OrgMemberSubscription()
    {
        var (owner, member) = (await Visitor.ArriveAsync(system), await Visitor.ArriveAsync(system));
        var organization = $"/api/v1/organizations/{(await owner.PostAsync("/api/v1/organizations", new { name = "Makers" }, HttpStatusCode.Created)).Text("id")}";
        await owner.PostAsync($"{organization}/members", new { userId = member.Id }, HttpStatusCode.Created);
        await stripe.PayPageAsync((await owner.OpenSubscriptionPageAsync($"{organization}/verification")).Text("sessionId"));
        await Eventually.Async(
            () => owner.GetAsync($"{organization}/verification"), verification => Assert.True(verification.GetProperty("isVerified").GetBoolean()));

        var pricing = await member.PricingAsync();
        Assert.Equal((200, 60), (Number(pricing, "organizationMember", "amount"), Number(pricing, "organizationMember", "discountPercent")));
        Assert.Equal((200, "member_of_verified_organization"), (Number(pricing, "yours", "amount"), pricing.GetProperty("yours").Text("reason")));
        var page = await member.OpenSubscriptionPageAsync();
        Assert.Equal(system.Setting("STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID"), await PriceOnPageAsync(page));
        await member.SubscribeAsync();

        Assert.Equal(200, (await member.SubscriptionAsync()).GetProperty("price").GetInt32());
    }

    [Fact(DisplayName = "2 PRPM+ Subscription Flow: Test Subscription Renewal")]
    public async Task SubscriptionRenewal()
    {
        var user = await Visitor.ArriveAsync(system);
        var subscription = await user.SubscribeAsync();
        var end = (await user.SubscriptionAsync()).GetProperty("currentPeriodEnd").GetDateTimeOffset();

        await system.DevAsync("clock", OverAMonth);

        await Eventually.Async(user.SubscriptionAsync,
            plan => Assert.Equal(end, plan.GetProperty("currentPeriodStart").GetDateTimeOffset()), AfterTheClockMoved);
        await stripe.AssertFiredAsync("customer.subscription.updated", subscription);
        await WaitForMonthAsync(user, monthly: 100, rollover: 100);
        var history = (await user.HistoryAsync("?type=monthly")).GetProperty("transactions");
        Assert.Equal(2, history.GetArrayLength());
        await system.AssertSoundAsync();
    }

    [Fact(DisplayName = "2 PRPM+ Subscription Flow: Test Subscription Cancellation")]
    public async Task SubscriptionCancellation()
    {
        var user = await Visitor.ArriveAsync(system);
        var subscription = await user.SubscribeAsync();
        var before = await user.BalanceAsync();

        var canceled = await user.CancelAsync();

        Assert.Equal((true, false), (canceled.GetProperty("cancelAtPeriodEnd").GetBoolean(), canceled.GetProperty("willRenew").GetBoolean()));
        Assert.True((await stripe.GetAsync($"subscriptions/{subscription}")).GetProperty("cancel_at_period_end").GetBoolean());
        Assert.True(await system.BillingAsync<bool>($"SELECT cancel_at_period_end FROM subscriptions WHERE subscription_id = '{subscription}'"));
        Assert.Equal("active", (await user.SubscriptionAsync()).Text("status"));
        Assert.Equal(before, await user.BalanceAsync());
    }

    [Fact(DisplayName = "2 PRPM+ Subscription Flow: Test Subscription Deletion (after period end)")]
    public async Task SubscriptionDeletion()
    {
        var (leaving, ended) = (await Visitor.ArriveAsync(system), await Visitor.ArriveAsync(system));
        await leaving.BuyAsync("small");
        await ended.BuyAsync("small");
        var leavingSubscription = await leaving.SubscribeAsync();
        var endedSubscription = await ended.SubscribeAsync();
        await leaving.CancelAsync();

        await system.DevAsync("clock", OverAMonth);

        await stripe.AssertFiredAsync("customer.subscription.deleted", leavingSubscription);
        await WaitForMonthAsync(leaving, monthly: 0, rollover: 0);
        Assert.Equal(100, (await leaving.CreditsAsync()).GetProperty("purchased").GetInt32());
        await Eventually.Async(leaving.SubscriptionAsync, plan => Assert.Equal("canceled", plan.Text("status")));

        // What rolled over has a period of its own, so it is seen to stay where a subscription ends in the middle of one.
        await WaitForMonthAsync(ended, monthly: 100, rollover: 100);
        await stripe.DeleteAsync($"subscriptions/{endedSubscription}");
        await stripe.AssertFiredAsync("customer.subscription.deleted", endedSubscription);
        await WaitForMonthAsync(ended, monthly: 0, rollover: 100);
        Assert.Equal(100, (await ended.CreditsAsync()).GetProperty("purchased").GetInt32());
        await system.AssertSoundAsync();
    }

    private async Task<string> PriceOnPageAsync(JsonElement page) =>
        (await stripe.GetAsync($"checkout/sessions/{page.Text("sessionId")}/line_items")).GetProperty("data")[0].GetProperty("price").Text("id");

    private static Task<JsonElement> WaitForMonthAsync(Visitor user, int monthly, int rollover) => Eventually.Async(
        user.CreditsAsync,
        credits => Assert.Equal((monthly, rollover), (Number(credits, "monthly", "remaining"), Number(credits, "rollover", "amount"))),
        AfterTheClockMoved);

    private static int Number(JsonElement json, string part, string name) => json.GetProperty(part).GetProperty(name).GetInt32();
}
