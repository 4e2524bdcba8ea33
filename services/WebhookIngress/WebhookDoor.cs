namespace WebhookIngress;

/// <summary>What an endpoint at Stripe has to know of the ingress, for whoever sets one up.</summary>
internal static class WebhookDoor
{
    /// <summary>Where events are taken.</summary>
    public const string Path = "/api/v1/playground/webhooks/stripe/credits";

    /// <summary>Every type that means something here.</summary>
    public static IReadOnlyList<string> HandledEvents { get; } =
    [
        StripeEventTypes.PaymentIntentSucceeded,
        StripeEventTypes.PaymentIntentPaymentFailed,
        StripeEventTypes.PaymentIntentProcessing,
        StripeEventTypes.PaymentIntentCanceled,
        StripeEventTypes.SubscriptionCreated,
        StripeEventTypes.SubscriptionUpdated,
        StripeEventTypes.SubscriptionDeleted,
        StripeEventTypes.InvoicePaid,
        StripeEventTypes.InvoicePaymentFailed,
        StripeEventTypes.CheckoutCompleted,
        StripeEventTypes.CheckoutExpired,
        StripeEventTypes.CheckoutPaymentSucceeded,
        StripeEventTypes.CheckoutPaymentFailed,
        StripeEventTypes.ChargeRefunded,
        StripeEventTypes.RefundFailed,
        StripeEventTypes.DisputeCreated,
        StripeEventTypes.DisputeClosed,
        StripeEventTypes.DisputeFundsWithdrawn,
        StripeEventTypes.DisputeFundsReinstated,
        StripeEventTypes.EarlyFraudWarningCreated,
        StripeEventTypes.CustomerUpdated,
        StripeEventTypes.CustomerDeleted,
    ];
}
