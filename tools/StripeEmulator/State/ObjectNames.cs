namespace StripeEmulator.State;

/// <summary>The values of the field <c>object</c>.</summary>
internal static class ObjectNames
{
    public const string Account = "account";
    public const string Balance = "balance";
    public const string BalanceTransaction = "balance_transaction";
    public const string Charge = "charge";
    public const string CheckoutSession = "checkout.session";
    public const string Customer = "customer";
    public const string Dispute = "dispute";
    public const string EarlyFraudWarning = "radar.early_fraud_warning";
    public const string Event = "event";
    public const string Invoice = "invoice";
    public const string InvoiceLine = "line_item";
    public const string InvoiceItem = "invoiceitem";
    public const string InvoicePayment = "invoice_payment";
    public const string LineItem = "item";
    public const string PaymentIntent = "payment_intent";
    public const string PaymentMethod = "payment_method";
    public const string Plan = "plan";
    public const string PortalConfiguration = "billing_portal.configuration";
    public const string PortalSession = "billing_portal.session";
    public const string Price = "price";
    public const string Product = "product";
    public const string Refund = "refund";
    public const string SetupAttempt = "setup_attempt";
    public const string SetupIntent = "setup_intent";
    public const string Subscription = "subscription";
    public const string SubscriptionItem = "subscription_item";
    public const string TestClock = "test_helpers.test_clock";
    public const string Token = "token";
    public const string WebhookEndpoint = "webhook_endpoint";

    /// <summary>No value of the field, but what it stands for here: the charge, refund or dispute behind a balance transaction.</summary>
    public const string BalanceSource = "balance_transaction.source";
}
