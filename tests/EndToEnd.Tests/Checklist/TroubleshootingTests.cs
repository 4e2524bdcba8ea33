using System.Net;
using System.Text.Json;
using Testing;

namespace EndToEnd.Tests.Checklist;

/// <summary>The three issues of the release checklist's troubleshooting chapter: each is brought about, or its cause is, and put right as it says.</summary>
[Collection(OneSystem.Name)]
public sealed class TroubleshootingTests(RunningSystem system)
{
    private readonly StripeDashboard stripe = new(system);

    [Fact(DisplayName = "Troubleshooting: Credits Not Added After Payment")]
    public async Task CreditsNotAdded()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();
        await system.DevAsync("kill", "ingress");
        var purchase = await user.BeginPurchaseAsync("small");
        Assert.Equal(HttpStatusCode.OK, await stripe.EnterCardAsync(purchase, TestCards.Good));
        Assert.Equal(before, await user.BalanceAsync());
        await system.RestartAsync("ingress");

        // Stripe repeats by itself; the operator need not wait for it.
        await system.DevAsync("backfill", "--since", "1h");

        await user.WaitForBalanceAsync(before + 100);
        await user.WaitForPurchaseAsync(purchase.Text("purchaseId"), "succeeded");
        await GrantByHandAsync(user, amount: 10);
        Assert.Equal(before + 110, await user.BalanceAsync());
        await system.AssertSoundAsync();
    }

    [Fact(DisplayName = "Troubleshooting: Subscription Created But No Monthly Credits")]
    public async Task NoMonthlyCredits()
    {
        var user = await Visitor.ArriveAsync(system);
        var subscription = await user.SubscribeAsync();
        var before = await user.BalanceAsync();
        Assert.Equal("prpm_plus", (await stripe.GetAsync($"subscriptions/{subscription}")).GetProperty("metadata").Text("type"));

        // Sent again it is safe: what was granted is not granted twice, and what was not would be.
        var created = await stripe.AssertFiredAsync("customer.subscription.created", subscription);
        await stripe.PostAsync($"events/{created}/retry");
        await Eventually.Async(async () => Assert.Equal([200, 200], await stripe.AnswersToAsync(created)));

        await GrantByHandAsync(user, amount: 100);
        Assert.Equal(before + 100, await user.BalanceAsync());
        Assert.Single((await user.HistoryAsync("?type=monthly")).GetProperty("transactions").EnumerateArray());
    }

    [Fact(DisplayName = "Troubleshooting: Webhooks Failing with 400 Error")]
    public async Task WebhooksFailing()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();
        var payment = system.PaymentOf(user.Id, 100);

        // The same JSON in other bytes, as a parser that keeps no raw body would hand it on.
        var rewritten = payment with { Body = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(payment.Body)) };
        Assert.NotEqual(payment.Body, rewritten.Body);
        using var request = rewritten.ToRequest(system.Setting("WEBHOOK_URL"));
        using var refused = await system.Gateway.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("signature_invalid", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(200, await system.PostWebhookAsync(payment));
        await user.WaitForBalanceAsync(before + 100);
        Assert.Contains("The clock agrees with Stripe's", (await system.TryDevAsync("doctor")).Output, StringComparison.Ordinal);
    }

    private async Task GrantByHandAsync(Visitor user, int amount)
    {
        var operatorAtWork = await Visitor.OperatorAsync(system);
        await operatorAtWork.PostAsync(
            "/api/v1/admin/credits/grant", new { userId = user.Id, amount, reason = "As troubleshooting says" }, HttpStatusCode.Created);
        var granted = Assert.Single((await user.HistoryAsync("?type=admin")).GetProperty("transactions").EnumerateArray());
        Assert.Equal(amount, granted.GetProperty("amount").GetInt32());
    }
}
