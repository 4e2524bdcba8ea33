using System.Net;
using System.Text.Json;
using Testing;

namespace EndToEnd.Tests.Checklist;

/// <summary>What the release checklist asks for at a deployment, item by item, of the processes that <c>./dev up</c> deployed.</summary>
[Collection(OneSystem.Name)]
public sealed class DeploymentTests(RunningSystem system)
{
    private readonly StripeDashboard stripe = new(system);

    [Fact(DisplayName = "Deployment: Deploy backend code")]
    public async Task DeployBackendCode()
    {
        foreach (var service in (string[])["GATEWAY_URL", "INGRESS_URL", "BILLING_URL", "CREDITS_URL"])
        {
            Assert.Equal(HttpStatusCode.OK, await stripe.OpenAsync($"{system.Setting(service)}/health/ready"));
        }
    }

    [Fact(DisplayName = "Deployment: Verify /api/v1/playground/credits/packages returns packages")]
    public async Task PackagesAreReturned()
    {
        var user = await Visitor.ArriveAsync(system);

        var packages = (await user.GetAsync("/api/v1/playground/credits/packages")).GetProperty("packages").EnumerateArray().ToList();

        Assert.Equal(
            [("small", 100, 500, 0, false, false), ("medium", 250, 1_000, 25, true, false), ("large", 600, 2_000, 50, false, true)],
            packages.Select(pack => (
                pack.Text("id"), Number(pack, "credits"), Number(pack, "amountCents"), Number(pack, "bonusPercent"),
                pack.GetProperty("popular").GetBoolean(), pack.GetProperty("bestValue").GetBoolean())));
    }

    [Fact(DisplayName = "Deployment: Verify webhook endpoint is reachable")]
    public async Task WebhookEndpointIsReachable()
    {
        using var content = new StringContent("{}");
        using var answer = await system.Gateway.PostAsync(new Uri(system.Setting("WEBHOOK_URL")), content);

        // Only what Stripe signed is let in, so being turned away by name is to have been there.
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("signature_missing", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Deployment: Send test webhook from Stripe Dashboard")]
    public async Task SendTestWebhook()
    {
        var user = await Visitor.ArriveAsync(system);
        var purchase = await user.BuyAsync("small");
        var known = await stripe.AssertFiredAsync("payment_intent.succeeded", purchase.Text("paymentIntentId"));
        var balance = await user.BalanceAsync();

        await stripe.PostAsync($"events/{known}/retry");

        await Eventually.Async(async () => Assert.Equal([200, 200], await stripe.AnswersToAsync(known)));
        await user.BuyAsync("small");
        Assert.Equal(balance + 100, await user.BalanceAsync());
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
