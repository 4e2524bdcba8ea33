using System.Globalization;
using Billing.StripeApi;
using Stripe;

namespace Billing.Purchases;

/// <summary>What Stripe is told of a purchase. Made from the row alone, so that a repeat is the same request.</summary>
internal static class PurchasePayment
{
    public static PaymentIntentCreateOptions RequestFor(Purchase purchase) => new()
    {
        Amount = purchase.AmountCents,
        Currency = purchase.Currency,
        Customer = purchase.StripeCustomerId,
        Description = string.Create(CultureInfo.InvariantCulture, $"{purchase.Credits} playground credits"),
        AutomaticPaymentMethods = new PaymentIntentAutomaticPaymentMethodsOptions { Enabled = true },
        Metadata = new Dictionary<string, string>
        {
            [StripeMetadata.Type] = StripeMetadata.PlaygroundCredits,
            [StripeMetadata.UserId] = purchase.UserId,
            [StripeMetadata.PurchaseId] = purchase.Id.ToString(),
            [StripeMetadata.Package] = purchase.Package,
            [StripeMetadata.Credits] = purchase.Credits.ToString(CultureInfo.InvariantCulture),
            [StripeMetadata.AmountCents] = purchase.AmountCents.ToString(CultureInfo.InvariantCulture),
            [StripeMetadata.Currency] = purchase.Currency,
        },
    };

    /// <summary>Stripe's Idempotency-Key. After a definite refusal a new one: the old would only bring the refusal back.</summary>
    public static string KeyOf(Purchase purchase) =>
        purchase.PaymentAttempt == 1
            ? $"purchase:{purchase.Id}"
            : string.Create(CultureInfo.InvariantCulture, $"purchase:{purchase.Id}:{purchase.PaymentAttempt}");
}
