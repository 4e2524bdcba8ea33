using System.Globalization;
using Billing.StripeApi;
using Messaging;
using Stripe.Checkout;

namespace Billing.Subscriptions;

/// <summary>What Stripe is told of somebody who subscribes. Made from the row alone, so that a repeat is the same request.</summary>
internal static class PlanCheckoutRequest
{
    public static SessionCreateOptions For(PlanCheckout checkout) => new()
    {
        Mode = StripeCheckout.SubscriptionMode,
        Customer = checkout.StripeCustomerId,
        LineItems = [new SessionLineItemOptions { Price = checkout.PriceId, Quantity = 1 }],
        SuccessUrl = checkout.SuccessUrl,
        CancelUrl = checkout.CancelUrl,
        Metadata = MetadataOf(checkout),
        // The events of a subscription tell of its own metadata alone.
        SubscriptionData = new SessionSubscriptionDataOptions { Metadata = MetadataOf(checkout) },
    };

    // Hashed, because a user id may hold what no HTTP header can carry.
    public static string KeyOf(PlanCheckout checkout) =>
        string.Create(CultureInfo.InvariantCulture, $"subscribe:{DeterministicId.From(checkout.UserId):N}:{checkout.Attempt}");

    private static Dictionary<string, string> MetadataOf(PlanCheckout checkout) => new()
    {
        [StripeMetadata.Type] = StripeMetadata.PrpmPlus,
        [StripeMetadata.UserId] = checkout.UserId,
    };
}
