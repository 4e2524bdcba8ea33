namespace Deployment.Tests;

/// <summary>What one program reads from its environment.</summary>
/// <param name="Image">The last part of its image's name.</param>
/// <param name="Required">It does not start without these.</param>
/// <param name="Optional">These have a default.</param>
internal sealed record KnownSettings(string Image, string[] Required, string[] Optional)
{
    private static readonly string[] Every = ["ASPNETCORE_ENVIRONMENT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
    private static readonly string[] Tokens = ["Authentication__Audience", "Authentication__DevelopmentJwksFile"];

    /// <summary>The one list: a setting that a manifest or the Compose file gives must stand here, for that program.</summary>
    public static IReadOnlyList<KnownSettings> All { get; } =
    [
        new("gateway",
            ["Authentication__Issuer", "ReverseProxy__Clusters__billing__Destinations__main__Address",
                "ReverseProxy__Clusters__credits__Destinations__main__Address"],
            [.. Every, .. Tokens]),
        new("webhook-ingress",
            ["ConnectionStrings__RabbitMq", "STRIPE_WEBHOOK_SECRET"],
            [.. Every, "STRIPE_WEBHOOK_SECRET_CREDITS", "STRIPE_LIVEMODE", "Translation__GrantOnTrial"]),
        new("billing",
            ["Authentication__Issuer", "ConnectionStrings__Billing", "ConnectionStrings__RabbitMq", "STRIPE_SECRET_KEY",
                "STRIPE_PUBLISHABLE_KEY", "STRIPE_PRPM_PLUS_PRICE_ID", "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", "ReturnUrls__Origins"],
            [.. Every, .. Tokens, "STRIPE_API_BASE", "STRIPE_PORTAL_CONFIGURATION_ID", "StripeEvents__RetentionDays",
                "Development__ClockFile"]),
        new("credits",
            ["Authentication__Issuer", "ConnectionStrings__Credits", "ConnectionStrings__RabbitMq"],
            [.. Every, .. Tokens, "Development__ClockFile"]),
        new("operator",
            [],
            [.. Every, "ConnectionStrings__Billing", "ConnectionStrings__Credits", "ConnectionStrings__RabbitMq", "STRIPE_SECRET_KEY",
                "STRIPE_PUBLISHABLE_KEY", "STRIPE_API_BASE", "STRIPE_PRPM_PLUS_PRICE_ID", "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID",
                "STRIPE_PORTAL_CONFIGURATION_ID", "STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET_CREDITS", "STRIPE_LIVEMODE"]),
        new("stripe-emulator",
            ["Webhooks__0__Url", "Webhooks__0__Secrets"],
            ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "Development__ClockFile", "Prices__0__Id", "Prices__0__AmountCents",
                "Prices__1__Id", "Prices__1__AmountCents"]),
        new("postgres",
            ["POSTGRES_PASSWORD", "BILLING_OWNER_PASSWORD", "BILLING_SERVICE_PASSWORD", "CREDITS_OWNER_PASSWORD",
                "CREDITS_SERVICE_PASSWORD"],
            ["PGDATA"]),
        new("rabbitmq", ["RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS"], []),
    ];

    /// <summary>Names whose values open something. Manifests get them from Secrets, the Compose file from .env.</summary>
    public static IReadOnlySet<string> Secrets { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "ConnectionStrings__Billing", "ConnectionStrings__Credits", "ConnectionStrings__RabbitMq", "STRIPE_SECRET_KEY",
        "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET_CREDITS", "Webhooks__0__Secrets",
        "POSTGRES_PASSWORD", "BILLING_OWNER_PASSWORD", "BILLING_SERVICE_PASSWORD", "CREDITS_OWNER_PASSWORD",
        "CREDITS_SERVICE_PASSWORD", "RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS",
    };

    public static KnownSettings Of(string image) => All.Single(settings => image == settings.Image);

    /// <summary>playground-credits/credits:latest and registry.example/team/credits@sha256:… are both credits.</summary>
    public static string NameOf(string image) => image.Split('/')[^1].Split(':', '@')[0];
}
