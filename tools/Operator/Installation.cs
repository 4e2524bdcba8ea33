using Billing.Subscriptions;
using Microsoft.Extensions.Hosting.Internal;
using Stripe;

namespace Operator;

/// <summary>The set-up that a command is about: its settings, under the names that the services use, and the Stripe account they name.</summary>
internal sealed class Installation(IConfiguration configuration)
{
    private const string LiveKeyMark = "_live_";
    private static readonly TimeSpan StripeTimeout = TimeSpan.FromSeconds(15);

    public IConfiguration Configuration => configuration;

    /// <summary>Production, unless the environment says otherwise: as for the services.</summary>
    public HostingEnvironment Environment { get; } = new()
    {
        EnvironmentName = configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"] ?? Environments.Production,
    };

    public string? SecretKey => Text("STRIPE_SECRET_KEY");

    public bool HasLiveKey => SecretKey?.Contains(LiveKeyMark, StringComparison.Ordinal) ?? false;

    /// <summary>What the plan is said to cost: Billing's section <c>Plan</c>.</summary>
    public PlanOptions Plan => configuration.GetSection(PlanOptions.SectionName).Get<PlanOptions>() ?? new PlanOptions();

    public static Installation FromEnvironment() => new(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <summary>A setting; null when it is missing or empty.</summary>
    public string? Text(string name) => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>The account's API, wherever <c>STRIPE_API_BASE</c> says it is.</summary>
    /// <exception cref="UsageException">There is no key.</exception>
    public StripeClient OpenStripe() => new(new StripeClientOptions
    {
        ApiKey = SecretKey ?? throw new UsageException("STRIPE_SECRET_KEY is not set: the secret key of the Stripe account, sk_… or rk_…."),
        ApiBase = Text("STRIPE_API_BASE")?.TrimEnd('/') ?? StripeClient.DefaultApiBase,
        HttpClient = new SystemNetHttpClient(new HttpClient { Timeout = StripeTimeout }, maxNetworkRetries: 2, enableTelemetry: false),
    });
}
