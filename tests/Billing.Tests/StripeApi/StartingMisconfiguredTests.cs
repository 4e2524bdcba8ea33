using Microsoft.Extensions.Options;
using Testing.Identity;

namespace Billing.Tests.StripeApi;

/// <summary>The service does not start, and says by name which setting is wrong, without repeating its value.</summary>
public sealed class StartingMisconfiguredTests
{
    private const string Production = "Production";
    private const string Development = "Development";

    [Theory]
    [InlineData(Development, "STRIPE_SECRET_KEY", "")]
    [InlineData(Development, "STRIPE_SECRET_KEY", "whsec_wrong_kind_of_secret")]
    [InlineData(Development, "STRIPE_SECRET_KEY", "sk_test_123")]
    [InlineData(Development, "STRIPE_SECRET_KEY", "sk_test_with blanks in it")]
    [InlineData(Development, "STRIPE_PUBLISHABLE_KEY", "")]
    [InlineData(Development, "STRIPE_PUBLISHABLE_KEY", "sk_test_a_secret_in_the_wrong_place")]
    [InlineData(Development, "STRIPE_PUBLISHABLE_KEY", "pk_live_but_the_secret_is_not")]
    [InlineData(Development, "STRIPE_API_BASE", "not an address")]
    [InlineData(Development, "STRIPE_API_BASE", "/relative")]
    [InlineData(Development, "STRIPE_API_BASE", "ftp://127.0.0.1/")]
    [InlineData(Production, "STRIPE_API_BASE", "http://127.0.0.1:12111")]
    [InlineData(Development, "STRIPE_PRPM_PLUS_PRICE_ID", "")]
    [InlineData(Development, "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", "")]
    [InlineData(Development, "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", "price_plus")]
    [InlineData(Development, "STRIPE_PRPM_PLUS_PRICE_ID", "five dollars")]
    [InlineData(Development, "Plan:IndividualCents", "49")]
    [InlineData(Development, "ReturnUrls:Origins", "")]
    [InlineData(Development, "ReturnUrls:Origins", "https://app.example/with/a/path")]
    [InlineData(Development, "ReturnUrls:Origins", "shop.example")]
    [InlineData(Production, "ReturnUrls:Origins", "http://app.example")]
    [InlineData(Development, "StripeEvents:RetentionDays", "30")]
    [InlineData(Development, "STRIPE_WEBHOOK_SECRET", "")]
    [InlineData(Development, "STRIPE_WEBHOOK_SECRET", "sk_test_wrong_kind_of_secret")]
    [InlineData(Development, "WebhookIngress:Url", "")]
    [InlineData(Development, "WebhookIngress:Url", "webhook-ingress:8080")]
    [InlineData(Development, "Backfill:LookBackHours", "0")]
    [InlineData(Development, "Reconciliation:HourUtc", "24")]
    [InlineData(Development, "StripeApi:RetryCount", "1000")]
    [InlineData(Development, "StripeApi:TotalTimeoutSeconds", "0")]
    [InlineData(Development, "CreditPacks:Packs:small:AmountCents", "49")]
    [InlineData(Development, "CreditPacks:Packs:small:Credits", "0")]
    public void TheSettingIsNamed(string environment, string setting, string value)
    {
        var refusal = RefusedStart.Of<OptionsValidationException>(() => Start(environment, (setting, value)));

        Assert.Contains(setting.Split(':')[^1], refusal.Message, StringComparison.Ordinal);
        if (value.Length > 4)
        {
            Assert.DoesNotContain(value, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ConnectionStrings:Billing")]
    [InlineData("ConnectionStrings:RabbitMq")]
    public void AMissingConnectionIsNamed(string setting)
    {
        var refusal = RefusedStart.Of<InvalidOperationException>(() => Start(Development, (setting, "")));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APackWhoseIdCouldNotBeAskedForIsRefused()
    {
        var refusal = RefusedStart.Of<OptionsValidationException>(() => Start(Development, ("CreditPacks:Packs:Not An Id:Name", "Awkward")));

        Assert.Contains("CreditPacks:Packs:Not An Id", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AShopWithoutPacksIsRefused()
    {
        var refusal = RefusedStart.Of<OptionsValidationException>(() => Start(
            Development,
            ("CreditPacks:Packs:small:Offered", "false"),
            ("CreditPacks:Packs:medium:Offered", "false"),
            ("CreditPacks:Packs:large:Offered", "false")));

        Assert.Contains("CreditPacks:Packs", refusal.Message, StringComparison.Ordinal);
    }

    private static void Start(string environment, params (string Name, string Value)[] changed)
    {
        (string Name, string Value)[] settings =
        [
            ("ConnectionStrings:Billing", "Host=127.0.0.1;Port=9;Database=nobody_listens"),
            ("ConnectionStrings:RabbitMq", "amqp://127.0.0.1:9/"),
            ("Authentication:Issuer", "https://identity.example"),
            ("Authentication:DevelopmentJwksFile", environment == Development ? TestTokens.JwksFile : ""),
            ("STRIPE_SECRET_KEY", BillingApplication.SecretKey),
            ("STRIPE_PUBLISHABLE_KEY", BillingApplication.PublishableKey),
            ("STRIPE_WEBHOOK_SECRET", BillingApplication.WebhookSecret),
            ("WebhookIngress:Url", "http://127.0.0.1:9/"),
            ("ReturnUrls:Origins", "https://app.example"),
            ("STRIPE_PRPM_PLUS_PRICE_ID", LocalStripe.PlanPrice),
            ("STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", LocalStripe.MemberPrice),
            ("STRIPE_WEBHOOK_SECRET", BillingApplication.WebhookSecret),
            ("WebhookIngress:Url", "http://127.0.0.1:9/"),
            .. changed,
        ];
        using var billing = BillingApplication.Factory(settings, environment);
        billing.StartServer();
    }
}
