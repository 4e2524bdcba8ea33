using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests.Checklist;

/// <summary>What the release checklist asks for before a deployment, item by item: done by <c>stripe-setup</c>, looked at by <c>doctor</c>.</summary>
[Collection(OneSystem.Name)]
public sealed partial class PreDeploymentTests(RunningSystem system)
{
    private readonly StripeDashboard stripe = new(system);

    [Fact(DisplayName = "Pre-Deployment: Create PRPM+ products in Stripe Dashboard (both individual and org member)")]
    public async Task CreateProducts()
    {
        await system.DevAsync("stripe-setup");
        var second = await system.DevAsync("stripe-setup");

        Assert.DoesNotContain("# made", second, StringComparison.Ordinal);
        Assert.DoesNotContain("# changed", second, StringComparison.Ordinal);
        var prices = (await stripe.GetAsync("prices?lookup_keys[]=prpm_plus_individual&lookup_keys[]=prpm_plus_org_member&expand[]=data.product"))
            .GetProperty("data").EnumerateArray()
            .Select(price => (price.GetProperty("product").Text("name"), price.GetProperty("unit_amount").GetInt32()))
            .Order();
        Assert.Equal([("PRPM+ Individual", 500), ("PRPM+ Organization Member", 200)], prices);
    }

    [Fact(DisplayName = "Pre-Deployment: Copy Price IDs and set environment variables")]
    public async Task CopyPriceIds()
    {
        var printed = PriceSetting().Matches(await system.DevAsync("stripe-setup"));

        var prices = new Dictionary<string, (int, string)>(StringComparer.Ordinal);
        foreach (var setting in printed.Select(match => match.Groups))
        {
            var price = await stripe.GetAsync($"prices/{setting[2].Value}");
            prices.Add(setting[1].Value, (price.GetProperty("unit_amount").GetInt32(), price.GetProperty("recurring").Text("interval")));
        }
        Assert.Equal((500, "month"), prices["STRIPE_PRPM_PLUS_PRICE_ID"]);
        Assert.Equal((200, "month"), prices["STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID"]);
        await AssertDoctorSaysAsync(
            "STRIPE_PRPM_PLUS_PRICE_ID is the price of PRPM+ Individual",
            "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID is the price of PRPM+ Organization Member");
    }

    [Fact(DisplayName = "Pre-Deployment: Configure webhook endpoint in Stripe")]
    public async Task ConfigureWebhookEndpoint()
    {
        var endpoints = (await stripe.GetAsync("webhook_endpoints")).GetProperty("data").EnumerateArray();

        var endpoint = Assert.Single(endpoints, known => known.Text("url") == system.Setting("WEBHOOK_URL"));
        Assert.Equal("enabled", endpoint.Text("status"));
        await AssertDoctorSaysAsync("The webhook endpoint has every event type that is handled");
    }

    [Fact(DisplayName = "Pre-Deployment: Copy webhook secret and set environment variable")]
    public Task CopyWebhookSecret() => AssertDoctorSaysAsync("The webhook ingress takes what is signed with secret 1 of 1");

    [Fact(DisplayName = "Pre-Deployment: Run database migration")]
    public async Task RunMigration()
    {
        Assert.NotEqual(0, await system.BillingAsync<long>("SELECT count(*) FROM information_schema.tables WHERE table_name = 'purchases'"));
        Assert.NotEqual(0, await system.CreditsAsync<long>("SELECT count(*) FROM information_schema.tables WHERE table_name = 'transactions'"));
        await AssertDoctorSaysAsync("The Billing database answers and is up to date", "The Credits database answers and is up to date");
    }

    [Fact(DisplayName = "Pre-Deployment: Verify all environment variables are set in production")]
    public async Task VerifySettings()
    {
        var said = await AssertDoctorSaysAsync(
            "The Stripe settings are all there and well-formed", "Keys and webhooks are both of test mode", "RabbitMQ answers");

        // Deliveries that other scenarios let Stripe give up are no fault of the settings.
        Assert.All(said.Where(line => line.StartsWith('✗')), line => Assert.Contains("are not delivered", line, StringComparison.Ordinal));
    }

    private async Task<string[]> AssertDoctorSaysAsync(params string[] findings)
    {
        // It has a few seconds' patience with each server, which a busy machine may exhaust.
        return await Eventually.Async(
            async () => (await system.TryDevAsync("doctor")).Output.Split('\n'),
            lines => Assert.All(findings, finding => Assert.Contains($"✓ {finding}", lines)));
    }

    [GeneratedRegex("^export (STRIPE_PRPM_[A-Z_]+)=(price_.+)$", RegexOptions.Multiline)]
    private static partial Regex PriceSetting();
}
