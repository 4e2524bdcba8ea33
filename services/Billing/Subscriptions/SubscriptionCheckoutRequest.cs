using System.Globalization;
using Billing.Customers;
using Billing.StripeApi;
using Stripe.Checkout;

namespace Billing.Subscriptions;

/// <summary>What Stripe is told of somebody who subscribes. Made from the row alone, so that a repeat is the same request.</summary>
internal static class SubscriptionCheckoutRequest
{
    public static SessionCreateOptions For(SubscriptionCheckout checkout, Payer payer) => new()
    {
        Mode = StripeCheckout.SubscriptionMode,
        Customer = checkout.StripeCustomerId,
        LineItems = [new SessionLineItemOptions { Price = checkout.PriceId, Quantity = 1 }],
        SuccessUrl = checkout.SuccessUrl,
        CancelUrl = checkout.CancelUrl,
        Metadata = MetadataOf(payer),
        // The events of a subscription tell of its own metadata alone.
        SubscriptionData = new SessionSubscriptionDataOptions { Metadata = MetadataOf(payer) },
    };

    public static string KeyOf(SubscriptionCheckout checkout, Payer payer) =>
        string.Create(CultureInfo.InvariantCulture, $"subscribe:{payer.Key:N}:{checkout.Attempt}");

    private static Dictionary<string, string> MetadataOf(Payer payer) => new([payer.Metadata])
    {
        [StripeMetadata.Type] = payer.OrganizationId is null ? StripeMetadata.PrpmPlus : StripeMetadata.OrgVerification,
    };
}
