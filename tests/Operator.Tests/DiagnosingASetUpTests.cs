using Contracts;
using Stripe;
using Testing.Servers;
using WebhookIngress;

namespace Operator.Tests;

public sealed class DiagnosingASetUpTests(Clinic clinic) : IClassFixture<Clinic>
{
    private const string PlanPrice = "STRIPE_PRPM_PLUS_PRICE_ID";

    private readonly Dictionary<string, string> settings = new(clinic.Settings);

    [Fact]
    public async Task WhereAllIsWell_EachLineSaysSo()
    {
        var (code, said) = await Clinic.ExamineAsync(settings, clinic.WebhookUrl);

        Assert.True(code == 0, said);
        Assert.DoesNotContain("✗", said, StringComparison.Ordinal);
        Assert.Equal(15, said.Split('✓').Length - 1);
        Assert.DoesNotContain(StripeAccount.SecretKey, said, StringComparison.Ordinal);
        Assert.DoesNotContain(settings["STRIPE_WEBHOOK_SECRET"], said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STRIPE_SECRET_KEY", "sk_test_of_somebody_else", "Stripe does not take STRIPE_SECRET_KEY: 401")]
    [InlineData("STRIPE_SECRET_KEY", "", "STRIPE_SECRET_KEY is missing")]
    [InlineData("STRIPE_PUBLISHABLE_KEY", "pk_live_operator_tests", "of different modes")]
    [InlineData("STRIPE_LIVEMODE", "true", "the webhook ingress takes live events")]
    [InlineData("STRIPE_API_BASE", "http://127.0.0.1:9", "Stripe can't be reached")]
    [InlineData(PlanPrice, "price_of_somebody_else", PlanPrice + " is no price of this account")]
    [InlineData("STRIPE_PORTAL_CONFIGURATION_ID", "bpc_of_somebody_else", "STRIPE_PORTAL_CONFIGURATION_ID is no configuration")]
    [InlineData("STRIPE_WEBHOOK_SECRET", "whsec_of_somebody_else", "does not know secret 1 of 1")]
    [InlineData("Plan:OrganizationMemberCents", "250", "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID costs 200 cents, not 250")]
    [InlineData("ConnectionStrings:Billing", "Host=127.0.0.1;Port=9;Database=x;Username=x", "The Billing database does not answer")]
    [InlineData("ConnectionStrings:Credits", "", "ConnectionStrings__Credits is not set")]
    [InlineData("ConnectionStrings:RabbitMq", "amqp://guest:guest@127.0.0.1:9/", "RabbitMQ does not let us in")]
    public Task AWrongSetting(string name, string value, string says)
    {
        settings[name] = value;
        return AssertFindsAsync(says);
    }

    [Theory]
    [InlineData(700, "usd", "month", "costs 700 cents, not 500")]
    [InlineData(500, "eur", "month", "is in eur, not usd")]
    [InlineData(500, "usd", "year", "is due each 1 year, not each month")]
    [InlineData(500, "usd", null, "is paid once, not each month")]
    [InlineData(500, "usd", "month", "is archived")]
    public async Task AnotherPrice(long cents, string currency, string? interval, string says)
    {
        var price = await clinic.Account.Api.Prices.CreateAsync(new PriceCreateOptions
        {
            Product = "prpm_plus_individual",
            UnitAmount = cents,
            Currency = currency,
            Recurring = interval is null ? null : new PriceRecurringOptions { Interval = interval },
        });
        await clinic.Account.Api.Prices.UpdateAsync(price.Id, new PriceUpdateOptions { Active = says != "is archived" });
        settings[PlanPrice] = price.Id;

        await AssertFindsAsync($"{PlanPrice} {says}");
    }

    [Fact]
    public Task NoEndpoint() => AssertFindsAsync("Stripe has no webhook endpoint at", url: "https://elsewhere.example" + WebhookDoor.Path);

    [Fact]
    public async Task AnEndpointThatIsSwitchedOff() =>
        await AssertFindsAsync("is disabled: Stripe sends nothing", url: await EndpointAsync("?off", StripeEventTypes.Handled, isDisabled: true));

    [Fact]
    public async Task AnEndpointThatLacksEvents() => await AssertFindsAsync(
        "lacks charge.refunded",
        url: await EndpointAsync("?few", StripeEventTypes.Handled.Where(type => type != "charge.refunded")));

    [Fact]
    public async Task AnEndpointWhereNobodyAnswers()
    {
        var url = $"http://127.0.0.1:9{WebhookDoor.Path}";
        await clinic.Account.Api.WebhookEndpoints.CreateAsync(
            new WebhookEndpointCreateOptions { Url = url, EnabledEvents = [.. StripeEventTypes.Handled] });

        await AssertFindsAsync("The webhook ingress can't be reached at", url: url);
    }

    [Fact]
    public Task AClockThatIsWrong() => AssertFindsAsync("ahead of Stripe's", time: new ClockAhead(TimeSpan.FromSeconds(200)));

    [Fact]
    public async Task ADatabaseWithoutItsMigrations()
    {
        await using var empty = await TestServers.CreateDatabaseAsync("doctor_empty");
        settings["ConnectionStrings:Billing"] = empty.ServiceConnectionString;

        await AssertFindsAsync("The Billing database lacks");
    }

    // One thing is wrong, and one is found.
    private async Task AssertFindsAsync(string says, string? url = null, TimeProvider? time = null)
    {
        var (code, said) = await Clinic.ExamineAsync(settings, url ?? clinic.WebhookUrl, time);

        Assert.True(said.Split('✗').Length == 2, said);
        Assert.Contains(says, said.Split('✗')[1], StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    private async Task<string> EndpointAsync(string query, IEnumerable<string> events, bool isDisabled = false)
    {
        var url = clinic.WebhookUrl + query;
        var endpoint = await clinic.Account.Api.WebhookEndpoints.CreateAsync(
            new WebhookEndpointCreateOptions { Url = url, EnabledEvents = [.. events] });
        await clinic.Account.Api.WebhookEndpoints.UpdateAsync(endpoint.Id, new WebhookEndpointUpdateOptions { Disabled = isDisabled });
        return url;
    }
}
