namespace Contracts;

/// <summary>The Stripe event types that mean something to us. Any other is acknowledged, counted and archived.</summary>
public static class StripeEventTypes
{
    public const string PaymentIntentSucceeded = "payment_intent.succeeded";
    public const string PaymentIntentPaymentFailed = "payment_intent.payment_failed";
    public const string PaymentIntentProcessing = "payment_intent.processing";
    public const string PaymentIntentCanceled = "payment_intent.canceled";

    public const string SubscriptionCreated = "customer.subscription.created";
    public const string SubscriptionUpdated = "customer.subscription.updated";
    public const string SubscriptionDeleted = "customer.subscription.deleted";
    public const string InvoicePaid = "invoice.paid";
    public const string InvoicePaymentFailed = "invoice.payment_failed";

    public const string CheckoutCompleted = "checkout.session.completed";
    public const string CheckoutExpired = "checkout.session.expired";
    public const string CheckoutPaymentSucceeded = "checkout.session.async_payment_succeeded";
    public const string CheckoutPaymentFailed = "checkout.session.async_payment_failed";

    public const string ChargeRefunded = "charge.refunded";
    public const string RefundFailed = "refund.failed";
    public const string DisputeCreated = "charge.dispute.created";
    public const string DisputeClosed = "charge.dispute.closed";
    public const string DisputeFundsWithdrawn = "charge.dispute.funds_withdrawn";
    public const string DisputeFundsReinstated = "charge.dispute.funds_reinstated";
    public const string EarlyFraudWarningCreated = "radar.early_fraud_warning.created";

    public const string CustomerUpdated = "customer.updated";
    public const string CustomerDeleted = "customer.deleted";

    /// <summary>All of them: what the webhook endpoint at Stripe has to be subscribed to, and what backfill asks for.</summary>
    public static IReadOnlyList<string> Handled { get; } =
    [
        PaymentIntentSucceeded, PaymentIntentPaymentFailed, PaymentIntentProcessing, PaymentIntentCanceled,
        SubscriptionCreated, SubscriptionUpdated, SubscriptionDeleted, InvoicePaid, InvoicePaymentFailed,
        CheckoutCompleted, CheckoutExpired, CheckoutPaymentSucceeded, CheckoutPaymentFailed,
        ChargeRefunded, RefundFailed, DisputeCreated, DisputeClosed, DisputeFundsWithdrawn, DisputeFundsReinstated,
        EarlyFraudWarningCreated, CustomerUpdated, CustomerDeleted,
    ];
}
