namespace StripeEmulator.Webhooks;

/// <summary>What Stripe's deliveries say of themselves.</summary>
internal static class WebhookHeaders
{
    public const string Accept = "*/*; q=0.5, application/xml";
    public const string UserAgent = "Stripe/1.0 (+https://stripe.com/docs/webhooks)";
}
