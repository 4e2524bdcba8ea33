using Contracts;
using Operator.Commands;
using Stripe;
using WebhookIngress;

namespace Operator.Tests;

public sealed class SettingUpStripeTests : IAsyncLifetime
{
    private const string Url = "https://credits.example" + WebhookDoor.Path;
    private static readonly string[] WithEndpoint = ["--webhook-url", Url];

    private StripeAccount account = null!;

    public async Task InitializeAsync() => account = await StripeAccount.OpenAsync();

    public async Task DisposeAsync() => await account.DisposeAsync();

    [Fact]
    public async Task AnEmptyAccount_HasAllThatIsNeeded_AndTheSettingsNameIt()
    {
        var settings = SettingsOf(await account.SetUpAsync(WithEndpoint));

        var individual = await PriceAsync(settings["STRIPE_PRPM_PLUS_PRICE_ID"]);
        Assert.Equal(("PRPM+ Individual", 500, "usd", "month"), individual);
        Assert.Equal(("PRPM+ Organization Member", 200, "usd", "month"), await PriceAsync(settings["STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID"]));
        Assert.Equal(("Organization Verification", 2000, "usd", "month"), await PriceAsync(settings["STRIPE_ORG_VERIFICATION_PRICE_ID"]));
        var portal = await account.Api.BillingPortal.Configurations.GetAsync(settings["STRIPE_PORTAL_CONFIGURATION_ID"]);
        Assert.Equal((true, "at_period_end"), (portal.Features.SubscriptionCancel.Enabled, portal.Features.SubscriptionCancel.Mode));
        var endpoint = Assert.Single((await account.Api.WebhookEndpoints.ListAsync()).Data);
        Assert.Equal((Url, "enabled"), (endpoint.Url, endpoint.Status));
        Assert.Equal(StripeEventTypes.Handled.Order(), endpoint.EnabledEvents.Order());
        Assert.StartsWith("whsec_", settings["STRIPE_WEBHOOK_SECRET"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Again_ChangesNothing_AndNamesTheSame()
    {
        var first = SettingsOf(await account.SetUpAsync(WithEndpoint));
        var made = await account.EverythingAsync();

        var again = await account.SetUpAsync(WithEndpoint);

        Assert.Equal(made, await account.EverythingAsync());
        Assert.DoesNotContain(again, line => line.StartsWith("# made", StringComparison.Ordinal) || line.StartsWith("# changed", StringComparison.Ordinal));
        // The secret is shown once.
        Assert.True(first.Remove("STRIPE_WEBHOOK_SECRET"));
        Assert.Equal(first.OrderBy(setting => setting.Key), SettingsOf(again).OrderBy(setting => setting.Key));
    }

    [Fact]
    public async Task WhatSomebodyChanged_IsPutRight_WithoutASecondOfAnything()
    {
        var settings = SettingsOf(await account.SetUpAsync(WithEndpoint));
        var endpoint = (await account.Api.WebhookEndpoints.ListAsync()).Data[0];
        await account.Api.WebhookEndpoints.UpdateAsync(
            endpoint.Id, new WebhookEndpointUpdateOptions { EnabledEvents = ["charge.refunded", "payout.paid"], Disabled = true });
        await account.Api.Products.UpdateAsync("prpm_plus_individual", new ProductUpdateOptions { Name = "Something else" });
        await account.Api.BillingPortal.Configurations.UpdateAsync(
            settings["STRIPE_PORTAL_CONFIGURATION_ID"],
            new Stripe.BillingPortal.ConfigurationUpdateOptions { Features = new() { SubscriptionCancel = new() { Enabled = false } } });

        await account.SetUpAsync(WithEndpoint);

        endpoint = Assert.Single((await account.Api.WebhookEndpoints.ListAsync()).Data);
        Assert.Equal(StripeEventTypes.Handled.Append("payout.paid").Order(), endpoint.EnabledEvents.Order());
        Assert.Equal("enabled", endpoint.Status);
        Assert.Equal("PRPM+ Individual", (await account.Api.Products.GetAsync("prpm_plus_individual")).Name);
        Assert.True(Assert.Single((await account.Api.BillingPortal.Configurations.ListAsync()).Data).Features.SubscriptionCancel.Enabled);
        Assert.Equal(3, (await account.Api.Prices.ListAsync()).Data.Count);
    }

    [Fact]
    public async Task AnotherAmount_IsAnotherPrice_AndTheOldOneStaysForItsSubscribers()
    {
        var before = SettingsOf(await account.SetUpAsync([]))["STRIPE_PRPM_PLUS_PRICE_ID"];

        var after = SettingsOf(await account.SetUpAsync([], ("Plan:IndividualCents", "700")))["STRIPE_PRPM_PLUS_PRICE_ID"];

        Assert.NotEqual(before, after);
        Assert.Equal(("PRPM+ Individual", 700, "usd", "month"), await PriceAsync(after));
        Assert.True((await account.Api.Prices.GetAsync(before)).Active);
    }

    [Fact]
    public async Task WithoutAKey_OrWithAnOptionThatMakesNoSense_ItSaysSo()
    {
        var nothing = new Installation(StripeAccount.Configuration([]));
        var refused = await Assert.ThrowsAsync<UsageException>(() => StripeSetupCommand.RunAsync(nothing, [], TextWriter.Null, CancellationToken.None));
        Assert.Contains("STRIPE_SECRET_KEY", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UsageException>(
            () => StripeSetupCommand.RunAsync(nothing, ["--webhook-url", "here"], TextWriter.Null, CancellationToken.None));
    }

    private async Task<(string Product, long? Cents, string Currency, string Interval)> PriceAsync(string id)
    {
        var price = await account.Api.Prices.GetAsync(id, new PriceGetOptions { Expand = ["product"] });
        return (price.Product.Name, price.UnitAmount, price.Currency, price.Recurring.Interval);
    }

    private static Dictionary<string, string> SettingsOf(IEnumerable<string> lines) => lines
        .Where(line => line.StartsWith("export ", StringComparison.Ordinal))
        .Select(line => line["export ".Length..].Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
