using System.Globalization;
using Billing.StripeApi;
using Stripe;
using Stripe.Checkout;

namespace Billing.Purchases;

/// <summary>What Stripe is told of a purchase. Made from the row, so that a repeat is the same request.</summary>
internal static class PurchasePayment
{
    public static PaymentIntentCreateOptions RequestFor(Purchase purchase) => new()
    {
        Amount = purchase.AmountCents,
        Currency = purchase.Currency,
        Customer = purchase.StripeCustomerId,
        Description = DescriptionOf(purchase),
        AutomaticPaymentMethods = new PaymentIntentAutomaticPaymentMethodsOptions { Enabled = true },
        Metadata = MetadataOf(purchase),
    };

    /// <summary>The same payment on Stripe's own page. The payment itself carries the metadata too: its events grant the credits.</summary>
    public static SessionCreateOptions CheckoutFor(Purchase purchase, PagesAfterCheckout pages) => new()
    {
        Mode = StripeCheckout.PaymentMode,
        Customer = purchase.StripeCustomerId,
        ClientReferenceId = purchase.Id.ToString(),
        SuccessUrl = pages.SuccessUrl,
        CancelUrl = pages.CancelUrl,
        LineItems =
        [
            new SessionLineItemOptions
            {
                Quantity = 1,
                PriceData = new SessionLineItemPriceDataOptions
                {
                    Currency = purchase.Currency,
                    UnitAmount = purchase.AmountCents,
                    ProductData = new SessionLineItemPriceDataProductDataOptions { Name = DescriptionOf(purchase) },
                },
            },
        ],
        PaymentIntentData = new SessionPaymentIntentDataOptions { Description = DescriptionOf(purchase), Metadata = MetadataOf(purchase) },
        Metadata = MetadataOf(purchase),
    };

    /// <summary>Stripe's Idempotency-Key. After a definite refusal a new one: the old would only bring the refusal back.</summary>
    public static string KeyOf(Purchase purchase) =>
        purchase.PaymentAttempt == 1
            ? $"purchase:{purchase.Id}"
            : string.Create(CultureInfo.InvariantCulture, $"purchase:{purchase.Id}:{purchase.PaymentAttempt}");

    private static string DescriptionOf(Purchase purchase) =>
        string.Create(CultureInfo.InvariantCulture, $"{purchase.Credits} playground credits");

    private static Dictionary<string, string> MetadataOf(Purchase purchase) => new()
    {
        [StripeMetadata.Type] = StripeMetadata.PlaygroundCredits,
        [StripeMetadata.UserId] = purchase.UserId,
        [StripeMetadata.PurchaseId] = purchase.Id.ToString(),
        [StripeMetadata.Package] = purchase.Package,
        [StripeMetadata.Credits] = purchase.Credits.ToString(CultureInfo.InvariantCulture),
        [StripeMetadata.AmountCents] = purchase.AmountCents.ToString(CultureInfo.InvariantCulture),
        [StripeMetadata.Currency] = purchase.Currency,
    };
}
