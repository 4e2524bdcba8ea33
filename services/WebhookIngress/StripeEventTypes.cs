namespace WebhookIngress;

/// <summary>The Stripe event types that mean something to us. Any other is acknowledged and counted.</summary>
internal static class StripeEventTypes
{
    public const string PaymentIntentSucceeded = "payment_intent.succeeded";
    public const string PaymentIntentPaymentFailed = "payment_intent.payment_failed";
}
