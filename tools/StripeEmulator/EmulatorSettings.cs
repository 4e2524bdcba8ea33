using System.Collections.Immutable;
using System.Globalization;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator;

/// <summary>What the emulator was told from outside, checked once at start.</summary>
internal sealed record EmulatorSettings
{
    public const int RetriesMax = 20;
    public const double RetrySecondsMax = 86_400;
    public const int EndpointsMax = 16;

    /// <summary>Below endive, because the Stripe CLI sends no version and still names payment_method_types.</summary>
    private const string DefaultApiVersion = "2026-08-26.dahlia";
    private const string DefaultRetrySeconds = "1,2,5,10,20,30,60,60,60";

    public string? SecretKey { get; init; }
    public string? PublishableKey { get; init; }
    public string? ClockFile { get; init; }
    public required ApiVersion AccountVersion { get; init; }
    public required ImmutableArray<WebhookEndpoint> Endpoints { get; init; }
    public required ImmutableArray<TimeSpan> RetryDelays { get; init; }
    public required TimeSpan AttemptTimeout { get; init; }
    public required int ConcurrencyPerEndpoint { get; init; }

    public static EmulatorSettings Read(IConfiguration configuration) => new()
    {
        SecretKey = Key(configuration, "STRIPE_SECRET_KEY", "sk_test_", "rk_test_"),
        PublishableKey = Key(configuration, "STRIPE_PUBLISHABLE_KEY", "pk_test_"),
        ClockFile = Text(configuration, "Development:ClockFile"),
        AccountVersion = ApiVersion.TryParse(Text(configuration, "Account:ApiVersion") ?? DefaultApiVersion)
            ?? throw new SettingException("Account__ApiVersion", "must look like 2026-08-26.dahlia"),
        Endpoints = ReadEndpoints(configuration.GetSection("Webhooks")),
        RetryDelays = ReadRetryDelays(Text(configuration, "Webhooks:RetrySeconds") ?? DefaultRetrySeconds),
        AttemptTimeout = TimeSpan.FromSeconds(Number(configuration, "Webhooks:TimeoutSeconds", fallback: 10, min: 1, max: 120)),
        ConcurrencyPerEndpoint = Number(configuration, "Webhooks:Concurrency", fallback: 8, min: 1, max: 64),
    };

    private static string? Key(IConfiguration configuration, string name, params string[] prefixes)
    {
        if (Text(configuration, name) is not { } key)
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

    private static ImmutableArray<WebhookEndpoint> ReadEndpoints(IConfigurationSection webhooks)
    {
        var numbered = webhooks.GetChildren().Where(child => int.TryParse(child.Key, out _)).ToList();
        return numbered.Count <= EndpointsMax
            ? [.. numbered.Select(ReadEndpoint)]
            : throw new SettingException("Webhooks", $"may hold at most {EndpointsMax} endpoints");
    }

    private static WebhookEndpoint ReadEndpoint(IConfigurationSection section)
    {
        var name = $"Webhooks__{section.Key}__";
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new SettingException(name + "Url", "must be an absolute http or https URL");
        }

        var secrets = Split(section["Secrets"]);
        return secrets.IsEmpty
            ? throw new SettingException(name + "Secrets", "must hold at least one signing secret")
            : new WebhookEndpoint
            {
                Id = $"we_configured{section.Key}",
                Url = url,
                Secrets = secrets,
                EnabledEvents = Split(section["EnabledEvents"] ?? "*"),
            };
    }

    private static ImmutableArray<TimeSpan> ReadRetryDelays(string text)
    {
        var delays = Split(text).Select(item =>
            double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is >= 0 and <= RetrySecondsMax
                ? TimeSpan.FromSeconds(seconds)
                : throw new SettingException("Webhooks__RetrySeconds", $"holds '{item}', which is no number of seconds up to a day"))
            .ToImmutableArray();

        return delays.Length <= RetriesMax
            ? delays
            : throw new SettingException("Webhooks__RetrySeconds", $"may hold at most {RetriesMax} retries");
    }

    private static int Number(IConfiguration configuration, string name, int fallback, int min, int max) =>
        Text(configuration, name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new SettingException(
                name.Replace(":", "__", StringComparison.Ordinal), $"must be a whole number from {min} to {max}");

    private static ImmutableArray<string> Split(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string? Text(IConfiguration configuration, string name) =>
        configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
