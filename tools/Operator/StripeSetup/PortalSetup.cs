using Stripe;
using Stripe.BillingPortal;

namespace Operator.StripeSetup;

/// <summary>Makes a configuration of the customer portal be there: cards, invoices, and the end of a subscription with its period.</summary>
/// <remarks>Who pays which price is no choice of the payer's, so the portal does not offer to change it.</remarks>
internal sealed class PortalSetup(StripeClient stripe, TextWriter report)
{
    private const string Mark = "playground_credits";
    private const string MarkValue = "portal";
    private const string AtPeriodEnd = "at_period_end";
    private const int PageSize = 100;

    /// <returns>The configuration's id.</returns>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var configurations = stripe.V1.BillingPortal.Configurations;
        var known = await configurations
            .ListAutoPagingAsync(new ConfigurationListOptions { Limit = PageSize }, cancellationToken: cancellationToken)
            .FirstOrDefaultAsync(configuration => configuration.Metadata?.GetValueOrDefault(Mark) == MarkValue, cancellationToken);
        if (known is null)
        {
            var made = await configurations.CreateAsync(
                new ConfigurationCreateOptions { Features = Features(), Metadata = new() { [Mark] = MarkValue } }, cancellationToken: cancellationToken);
            await report.WriteLineAsync($"# made portal configuration {made.Id}");
            return made.Id;
        }
        if (IsAsWanted(known))
        {
            await report.WriteLineAsync($"# kept portal configuration {known.Id}");
            return known.Id;
        }
        await configurations.UpdateAsync(known.Id, Changes(), cancellationToken: cancellationToken);
        await report.WriteLineAsync($"# changed portal configuration {known.Id}");
        return known.Id;
    }

    private static bool IsAsWanted(Configuration configuration) =>
        configuration is
        {
            Active: true,
            Features:
            {
                InvoiceHistory.Enabled: true,
                PaymentMethodUpdate.Enabled: true,
                SubscriptionCancel: { Enabled: true, Mode: AtPeriodEnd },
                SubscriptionUpdate.Enabled: false,
            },
        };

    private static ConfigurationFeaturesOptions Features() => new()
    {
        InvoiceHistory = new() { Enabled = true },
        PaymentMethodUpdate = new() { Enabled = true },
        SubscriptionCancel = new() { Enabled = true, Mode = AtPeriodEnd },
    };

    private static ConfigurationUpdateOptions Changes()
    {
        var features = Features();
        features.SubscriptionUpdate = new() { Enabled = false };
        return new ConfigurationUpdateOptions { Active = true, Features = features };
    }
}
