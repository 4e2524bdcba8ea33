using System.Net;
using Testing;

namespace EndToEnd.Tests.Checklist;

/// <summary>What the release checklist asks for after a deployment, item by item; "in production" is the running system here.</summary>
[Collection(OneSystem.Name)]
public sealed class PostDeploymentTests(RunningSystem system)
{
    private readonly StripeDashboard stripe = new(system);

    [Fact(DisplayName = "Post-Deployment: Test one credit purchase end-to-end in production")]
    public async Task OnePurchaseEndToEnd()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();

        // On Stripe's hosted page this time: chapter 1 has the payment form.
        var page = await user.OpenPackPageAsync("medium");
        Assert.Equal(HttpStatusCode.OK, await stripe.OpenAsync(page.Text("checkoutUrl")));
        await stripe.PayPageAsync(new Uri(page.Text("checkoutUrl")).Segments[^1]);
        await user.WaitForBalanceAsync(before + 250);
        using var spent = await system.SpendAsync(user.Id, before + 250);

        Assert.Equal(HttpStatusCode.Created, spent.StatusCode);
        Assert.Equal(0, await user.BalanceAsync());
        await user.WaitForPurchaseAsync(page.Text("purchaseId"), "succeeded");
    }

    [Fact(DisplayName = "Post-Deployment: Test one subscription creation in production")]
    public async Task OneSubscription()
    {
        var user = await Visitor.ArriveAsync(system);

        await user.SubscribeAsync();

        var portal = await user.PostAsync("/api/v1/playground/subscription/portal", new { returnUrl = system.Setting("GATEWAY_URL") });
        Assert.Equal(HttpStatusCode.OK, await stripe.OpenAsync(portal.Text("portalUrl")));
        Assert.True((await user.CancelAsync()).GetProperty("cancelAtPeriodEnd").GetBoolean());
        Assert.True((await user.PostAsync("/api/v1/playground/subscription/resume", new { })).GetProperty("willRenew").GetBoolean());
    }

    [Fact(DisplayName = "Post-Deployment: Monitor Stripe Dashboard for successful payments")]
    public async Task MonitorPayments()
    {
        var purchase = await (await Visitor.ArriveAsync(system)).BuyAsync("small");
        var payment = await stripe.GetAsync($"payment_intents/{purchase.Text("paymentIntentId")}");
        Assert.Equal(("succeeded", 500), (payment.Text("status"), payment.GetProperty("amount_received").GetInt32()));
        Assert.Equal("playground_credits", payment.GetProperty("metadata").Text("type"));

        // Billing archives what it is told of in its own time, and not in that of the credits.
        await stripe.AssertFiredAsync("payment_intent.succeeded", purchase.Text("paymentIntentId"));
        var report = await (await Visitor.OperatorAsync(system)).GetAsync("/api/v1/admin/webhook-health?hours=1");
        Assert.Contains(report.GetProperty("events").EnumerateArray(), received =>
            received.Text("type") == "payment_intent.succeeded" && received.Text("outcome") == "translated");
    }

    [Fact(DisplayName = "Post-Deployment: Monitor application logs for webhook processing")]
    public async Task MonitorLogs()
    {
        var user = await Visitor.ArriveAsync(system);
        var purchase = await user.BuyAsync("small");
        var received = await stripe.AssertFiredAsync("payment_intent.succeeded", purchase.Text("paymentIntentId"));

        await Eventually.Async(async () => Assert.Contains(
            $"Event {received} of type payment_intent.succeeded accepted: translated", await system.DevAsync("logs", "ingress"), StringComparison.Ordinal));
        var everything = await system.DevAsync("logs");
        string[] secrets = [system.Setting("STRIPE_SECRET_KEY"), system.Setting("STRIPE_WEBHOOK_SECRET"), TestCards.Good, purchase.Text("clientSecret")];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, everything, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "Post-Deployment: Verify credits appear in user balance")]
    public async Task CreditsAppear()
    {
        var user = await Visitor.ArriveAsync(system);
        var purchase = await user.BuyAsync("large");

        Assert.Equal(600 + RunningSystem.SignupBonus, await user.BalanceAsync());
        await Eventually.Async(
            () => user.PurchaseAsync(purchase.Text("purchaseId")), bought => Assert.True(bought.GetProperty("creditsGranted").GetBoolean()));
        await system.AssertSoundAsync();
    }
}
