namespace Billing.StripeApi;

/// <summary>Stripe's words for a Checkout session.</summary>
internal static class StripeCheckout
{
    public const string PaymentMode = "payment";
    public const string SubscriptionMode = "subscription";

    /// <summary>Gone through to its end, and the money is still on its way.</summary>
    public const string Unpaid = "unpaid";

    public const string Open = "open";
    public const string Complete = "complete";
}
