using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Billing.StripeApi;

/// <summary>The Stripe account. Settings <c>STRIPE_SECRET_KEY</c>, <c>STRIPE_PUBLISHABLE_KEY</c>, <c>STRIPE_API_BASE</c>.</summary>
public sealed class StripeSettings
{
    private const string SecretKeyName = "STRIPE_SECRET_KEY";
    private const string PublishableKeyName = "STRIPE_PUBLISHABLE_KEY";
    internal const string ApiBaseName = "STRIPE_API_BASE";

    /// <summary>A secret or restricted key, <c>sk_…</c> or <c>rk_…</c>, at least 12 characters.</summary>
    [ConfigurationKeyName(SecretKeyName)]
    [Required(ErrorMessage = $"{SecretKeyName} is missing: the secret key of the Stripe account, sk_… or rk_….")]
    [RegularExpression("(sk|rk)_[A-Za-z0-9_]{9,}",
        ErrorMessage = $"{SecretKeyName} is no Stripe key: it starts with sk_ or rk_ and has at least 12 characters.")]
    public string SecretKey { get; set; } = "";

    /// <summary>The key that the web client uses, <c>pk_…</c>.</summary>
    [ConfigurationKeyName(PublishableKeyName)]
    [Required(ErrorMessage = $"{PublishableKeyName} is missing: the publishable key of the Stripe account, pk_….")]
    [RegularExpression("pk_[A-Za-z0-9_]{9,}",
        ErrorMessage = $"{PublishableKeyName} is no Stripe key: it starts with pk_ and has at least 12 characters.")]
    public string PublishableKey { get; set; } = "";

    /// <summary>Another address of the API, such as a local emulator's. Absent: Stripe itself. Plain HTTP only in Development.</summary>
    [ConfigurationKeyName(ApiBaseName)]
    public string? ApiBase { get; set; }
}

/// <summary>The rules that one attribute can't say. No message repeats a value: it may be a key in the wrong place.</summary>
internal sealed class StripeSettingsValidation(IHostEnvironment environment) : IValidateOptions<StripeSettings>
{
    private const string LiveKeyMark = "_live_";

    public ValidateOptionsResult Validate(string? name, StripeSettings settings)
    {
        var failures = new List<string>();
        if (!string.IsNullOrWhiteSpace(settings.ApiBase) && ApiBaseFailure(settings.ApiBase) is { } failure)
        {
            failures.Add(failure);
        }
        // A page with the key of the other mode could never confirm the payments made here.
        if (IsLive(settings.SecretKey) != IsLive(settings.PublishableKey))
        {
            failures.Add("STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of different modes: one is live, the other a test key.");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private string? ApiBaseFailure(string apiBase)
    {
        if (!Uri.TryCreate(apiBase, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return $"{StripeSettings.ApiBaseName} must be an absolute http or https URL.";
        }
        return address.Scheme == Uri.UriSchemeHttp && !environment.IsDevelopment()
            ? $"{StripeSettings.ApiBaseName} must be https outside Development: the secret key travels with each request."
            : null;
    }

    private static bool IsLive(string key) => key.Contains(LiveKeyMark, StringComparison.Ordinal);
}
