using System.ComponentModel.DataAnnotations;
using Billing.StripeApi;
using Billing.Subscriptions;
using Microsoft.Extensions.Options;
using WebhookIngress;

namespace Operator.Doctor;

/// <summary>Whether Billing and the webhook ingress would start with these settings, by their own rules; and whether the modes agree.</summary>
internal static class SettingsCheck
{
    public static IEnumerable<Finding> Run(Installation installation)
    {
        var configuration = installation.Configuration;
        var webhooks = new WebhookOptions();
        webhooks.Bind(configuration, installation.Environment);
        var faults = FaultsOf(configuration.Get<StripeSettings>() ?? new(), new StripeSettingsValidation(installation.Environment))
            .Concat(FaultsOf(configuration.Get<PlanSettings>() ?? new(), new PlanSettingsValidation()))
            .Concat(FaultsOf(webhooks, new WebhookOptionsValidation()))
            .Select(fault => Finding.Wrong(fault, "Correct the setting; the service does not start with it."))
            .ToList();
        if (faults.Count == 0)
        {
            faults.Add(Finding.Well("The Stripe settings are all there and well-formed"));
        }
        return installation.SecretKey is null || webhooks.IsLive is null ? faults : faults.Append(OfMode(installation.HasLiveKey, webhooks.IsLive.Value));
    }

    private static Finding OfMode(bool isLiveKey, bool takesLiveEvents) => isLiveKey == takesLiveEvents
        ? Finding.Well($"Keys and webhooks are both of {Mode(isLiveKey)} mode")
        : Finding.Wrong(
            $"The key is of {Mode(isLiveKey)} mode, but the webhook ingress takes {Mode(takesLiveEvents)} events",
            $"Use keys of the other mode, or set STRIPE_LIVEMODE={(isLiveKey ? "true" : "false")} for the webhook ingress (without it: live in Production).");

    private static string Mode(bool isLive) => isLive ? "live" : "test";

    private static IEnumerable<string> FaultsOf<TOptions>(TOptions options, IValidateOptions<TOptions> rules)
        where TOptions : class
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        // The further rules compare values, which says nothing while one is missing.
        return results.Count > 0 ? results.Select(result => result.ErrorMessage!) : rules.Validate(null, options).Failures ?? [];
    }
}
