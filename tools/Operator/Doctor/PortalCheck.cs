using Stripe;
using Stripe.BillingPortal;

namespace Operator.Doctor;

/// <summary>Whether there is a configuration for the customer portal, which can't be opened without.</summary>
internal static class PortalCheck
{
    private const string Remedy = "Run stripe-setup and set STRIPE_PORTAL_CONFIGURATION_ID, or save the portal's settings in the dashboard.";

    public static async Task<Finding> RunAsync(Installation installation, StripeClient stripe, CancellationToken cancellationToken)
    {
        var configurations = stripe.V1.BillingPortal.Configurations;
        if (installation.Text("STRIPE_PORTAL_CONFIGURATION_ID") is not { } id)
        {
            var defaults = await configurations.ListAsync(new ConfigurationListOptions { IsDefault = true }, cancellationToken: cancellationToken);
            return defaults.Data.Count > 0
                ? Finding.Well("The customer portal has a default configuration")
                : Finding.Wrong("The customer portal has no configuration", Remedy);
        }
        try
        {
            var configuration = await configurations.GetAsync(id, cancellationToken: cancellationToken);
            return configuration.Active
                ? Finding.Well("STRIPE_PORTAL_CONFIGURATION_ID is a configuration of the customer portal")
                : Finding.Wrong("STRIPE_PORTAL_CONFIGURATION_ID is not active", Remedy);
        }
        catch (StripeException exception) when (exception.StripeError?.Code == StripeWords.ResourceMissing)
        {
            return Finding.Wrong("STRIPE_PORTAL_CONFIGURATION_ID is no configuration of this account in this mode", Remedy);
        }
    }
}
