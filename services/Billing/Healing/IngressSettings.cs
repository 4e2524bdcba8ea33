using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Billing.Healing;

/// <summary>The way back in for events: section <c>WebhookIngress</c>, and <c>STRIPE_WEBHOOK_SECRET</c>.</summary>
/// <remarks>
/// The secret needn't be Stripe's own: the ingress takes several, so an installation may give Billing one that only the two of them
/// share. Whoever has it can make the ingress believe an event; Billing, which holds the account's key, gains nothing by it.
/// </remarks>
public sealed class IngressSettings
{
    public const string SectionName = "WebhookIngress";

    internal const string SecretName = "STRIPE_WEBHOOK_SECRET";

    /// <summary>Where the ingress receives webhooks, inside: <c>http://webhook-ingress:8080/api/v1/playground/webhooks/stripe/credits</c>.</summary>
    [Required(ErrorMessage = "WebhookIngress__Url is missing: the address at which the webhook ingress receives Stripe's events.")]
    public string Url { get; set; } = "";

    /// <summary>How long the ingress may take for one event.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Secrets that the ingress takes. As Stripe does while one is being rolled, an event is signed with each.</summary>
    internal IReadOnlyList<string> Secrets { get; set; } = [];

    internal static IReadOnlyList<string> SecretsIn(IConfiguration configuration) =>
        (configuration[SecretName] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The rules that one attribute can't say. No message repeats a secret.</summary>
internal sealed class IngressSettingsValidation : IValidateOptions<IngressSettings>
{
    private const string Prefix = "whsec_";
    private const int LengthMin = 12;
    private const int CountMax = 8;

    public ValidateOptionsResult Validate(string? name, IngressSettings settings)
    {
        if (settings.Url.Length > 0 && !(Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            return ValidateOptionsResult.Fail("WebhookIngress__Url must be an absolute http or https URL.");
        }
        return settings.Secrets.Count switch
        {
            0 => ValidateOptionsResult.Fail(
                $"{IngressSettings.SecretName} is missing: a signing secret that the webhook ingress takes, {Prefix}…."),
            > CountMax => ValidateOptionsResult.Fail($"{IngressSettings.SecretName} holds more than {CountMax} secrets."),
            _ when settings.Secrets.All(secret => secret.StartsWith(Prefix, StringComparison.Ordinal) && secret.Length >= LengthMin) =>
                ValidateOptionsResult.Success,
            _ => ValidateOptionsResult.Fail($"{IngressSettings.SecretName} is malformed: each secret starts with {Prefix}."),
        };
    }
}
