using Billing.Customers;
using Billing.StripeApi;
using Microsoft.Extensions.Options;
using Stripe.BillingPortal;

namespace Billing.Subscriptions;

/// <summary>Opens Stripe's own page for cards, invoices and the end of a subscription.</summary>
internal sealed class SubscriptionPortal(SubscriptionMirror mirror, StripeCaller stripe, IOptions<PlanSettings> settings)
{
    /// <returns>The page; null for who never had a subscription.</returns>
    public async Task<string?> OpenAsync(Payer payer, string returnUrl, Guid? claimId, CancellationToken cancellationToken)
    {
        if (await mirror.FindAsync(payer, cancellationToken) is not { } subscription)
        {
            return null;
        }
        var options = new SessionCreateOptions
        {
            Customer = subscription.StripeCustomerId,
            ReturnUrl = returnUrl,
            Configuration = settings.Value.PortalConfigurationId is { Length: > 0 } configuration ? configuration : null,
        };
        var once = StripeCaller.Once($"portal:{claimId ?? Guid.CreateVersion7():N}");
        var session = await stripe.CallAsync(
            (api, token) => api.BillingPortal.Sessions.CreateAsync(options, once, token), cancellationToken);
        return session.Url;
    }
}
