using System.Collections.Immutable;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator;

/// <summary>What the emulator was told from outside, checked once at start.</summary>
internal sealed record EmulatorSettings
{
    /// <summary>Below endive, because the Stripe CLI sends no version and still names payment_method_types.</summary>
    private const string DefaultApiVersion = "2026-08-26.dahlia";
    private const string DefaultRetrySeconds = "1,2,5,10,20,30,60,60,60";
    /// <summary>How the ids of endpoints begin that come from the settings.</summary>
    public const string ConfiguredEndpointPrefix = "we_configured";

    private const string FromStart = "from_start";
    private const string WhenNeeded = "when_needed";

    public string? SecretKey { get; init; }
    public string? PublishableKey { get; init; }
    public string? ClockFile { get; init; }

    /// <summary>Where the account is kept between runs; null keeps it in memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>A state that an empty account begins with and a reset returns to; it is not written.</summary>
    public string? SeedFile { get; init; }
    public required ApiVersion AccountVersion { get; init; }
    public required ImmutableArray<WebhookEndpoint> Endpoints { get; init; }
    /// <summary>What <c>stripe listen</c> signs with; null makes it of the key and the device's name.</summary>
    public string? ListenSecret { get; init; }

    public required ImmutableArray<TimeSpan> RetryDelays { get; init; }
    public required TimeSpan AttemptTimeout { get; init; }
    public required int ConcurrencyPerEndpoint { get; init; }
    public required PaymentSettings Payments { get; init; }
    public required ImmutableArray<Price> Prices { get; init; }

    /// <summary>Whether the portal's default configuration is there already, as after somebody saved it in the Dashboard.</summary>
    public bool HasDefaultPortal { get; init; }

    /// <summary>Where a browser finds the hosted pages; null means where the API request came to.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Where the browser of this request, or of whoever hears its answer, finds the pages.</summary>
    public Uri PagesFor(HttpRequest request) => PublicUrl ?? new Uri($"{request.Scheme}://{request.Host}");

    public static EmulatorSettings Read(IConfiguration configuration) => new()
    {
        SecretKey = Key(configuration, "STRIPE_SECRET_KEY", "sk_test_", "rk_test_"),
        PublishableKey = Key(configuration, "STRIPE_PUBLISHABLE_KEY", "pk_test_"),
        ClockFile = configuration.Text("Development:ClockFile"),
        StateFile = configuration.Text("State"),
        SeedFile = configuration.Text("Seed"),
        AccountVersion = Version(configuration, "Account:ApiVersion", "Account__ApiVersion") ?? ApiVersion.TryParse(DefaultApiVersion)!,
        Endpoints = ReadEndpoints(configuration.GetSection("Webhooks")),
        ListenSecret = configuration.Text("Webhooks:ListenSecret"),
        RetryDelays = configuration.Delays("Webhooks:RetrySeconds", DefaultRetrySeconds, TimeSpan.FromSeconds(1)),
        AttemptTimeout = TimeSpan.FromSeconds(configuration.Number("Webhooks:TimeoutSeconds", fallback: 10, min: 1, max: 120)),
        ConcurrencyPerEndpoint = configuration.Number("Webhooks:Concurrency", fallback: 8, min: 1, max: 64),
        Payments = PaymentSettings.Read(configuration),
        Prices = PriceSettings.Read(configuration),
        HasDefaultPortal = configuration.OneOf("Portal:DefaultConfiguration", WhenNeeded, WhenNeeded, FromStart) == FromStart,
        PublicUrl = configuration.Url("Pages:PublicUrl"),
    };

    private static string? Key(IConfiguration configuration, string name, params string[] prefixes)
    {
        if (configuration.Text(name) is not { } key)
        {
            return null;
        }

        if (ApiKeys.IsLive(key))
        {
            throw new SettingException(name, "is a live key. The emulator is for test keys only and refuses to start with it");
        }

        return prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)) && key.Length >= ApiKeys.KeyLengthMin
            ? key
            : throw new SettingException(
                name, $"must start with {string.Join(" or ", prefixes)} and have at least {ApiKeys.KeyLengthMin} characters");
    }

    private static ApiVersion? Version(IConfiguration configuration, string name, string variable) =>
        configuration.Text(name) is not { } text ? null
        : ApiVersion.TryParse(text) ?? throw new SettingException(variable, "must look like 2026-08-26.dahlia");

    private static ImmutableArray<WebhookEndpoint> ReadEndpoints(IConfigurationSection webhooks)
    {
        var numbered = webhooks.GetChildren().Where(child => int.TryParse(child.Key, out _)).ToList();
        return numbered.Count <= StateLimits.WebhookEndpointsMax
            ? [.. numbered.Select(ReadEndpoint)]
            : throw new SettingException("Webhooks", $"may hold at most {StateLimits.WebhookEndpointsMax} endpoints");
    }

    private static WebhookEndpoint ReadEndpoint(IConfigurationSection section)
    {
        var name = $"Webhooks__{section.Key}__";
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new SettingException(name + "Url", "must be an absolute http or https URL");
        }

        var secrets = SettingReader.Split(section["Secrets"]);
        return secrets.IsEmpty
            ? throw new SettingException(name + "Secrets", "must hold at least one signing secret")
            : new WebhookEndpoint
            {
                Id = ConfiguredEndpointPrefix + section.Key,
                Created = 0,
                Url = url,
                Secrets = secrets,
                EnabledEvents = SettingReader.Split(section["EnabledEvents"] ?? "*"),
                Version = Version(section, "ApiVersion", name + "ApiVersion"),
            };
    }
}
