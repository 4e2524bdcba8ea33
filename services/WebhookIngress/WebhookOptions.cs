using System.Text;
using Microsoft.Extensions.Options;

namespace WebhookIngress;

/// <summary>The secrets Stripe signs with: <c>STRIPE_WEBHOOK_SECRET</c> and <c>STRIPE_WEBHOOK_SECRET_CREDITS</c>; and the mode.</summary>
/// <remarks>Either may hold several, comma-separated, while a secret is being rolled. A signature under any of them counts.</remarks>
internal sealed class WebhookOptions
{
    public const string SecretSetting = "STRIPE_WEBHOOK_SECRET";
    public const string CreditsSecretSetting = "STRIPE_WEBHOOK_SECRET_CREDITS";

    /// <summary>True takes events of live mode only, false of test mode only. Not set: live in Production, test elsewhere.</summary>
    public const string LivemodeSetting = "STRIPE_LIVEMODE";

    private byte[][] keys = [];

    /// <summary>The mode whose events are taken; null when the setting can't be read.</summary>
    public bool? IsLive { get; private set; }

    public IReadOnlyList<string> Secrets { get; private set; } = [];

    /// <summary>The secrets as HMAC keys: the whole text, prefix included.</summary>
    public IReadOnlyList<byte[]> Keys => keys;

    public void Bind(IConfiguration configuration, IHostEnvironment environment)
    {
        var livemode = configuration[LivemodeSetting];
        IsLive = string.IsNullOrWhiteSpace(livemode) ? environment.IsProduction()
            : bool.TryParse(livemode, out var isLive) ? isLive
            : null;
        Secrets = [.. new[] { configuration[SecretSetting], configuration[CreditsSecretSetting] }
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)];
        keys = [.. Secrets.Select(Encoding.UTF8.GetBytes)];
    }
}

internal sealed class WebhookOptionsValidation : IValidateOptions<WebhookOptions>
{
    private const string Prefix = "whsec_";
    private const int LengthMin = 12;
    private const int CountMax = 8;

    // The messages name the setting and never show its value.
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        if (options.IsLive is null)
        {
            return ValidateOptionsResult.Fail($"{WebhookOptions.LivemodeSetting} is neither true nor false.");
        }
        if (options.Secrets.Count == 0)
        {
            return ValidateOptionsResult.Fail(
                $"{WebhookOptions.SecretSetting} is missing: the signing secret of the webhook endpoint, {Prefix}….");
        }
        if (options.Secrets.Count > CountMax)
        {
            return ValidateOptionsResult.Fail(
                $"{WebhookOptions.SecretSetting} and {WebhookOptions.CreditsSecretSetting} hold more than {CountMax} secrets.");
        }
        return options.Secrets.All(secret => secret.StartsWith(Prefix, StringComparison.Ordinal) && secret.Length >= LengthMin)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{WebhookOptions.SecretSetting} or {WebhookOptions.CreditsSecretSetting} is malformed: each secret starts with {Prefix}.");
    }
}
