using System.Collections.Frozen;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>Which fields of which object <c>expand[]</c> may name, and what is behind them.</summary>
internal static class ExpandableFields
{
    public const string LineItems = "checkout.session.line_items";
    public const string InvoicePayments = "invoice.payments";
    public const string CustomerSources = "customer.sources";
    public const string CustomerSubscriptions = "customer.subscriptions";
    public const string CustomerTaxIds = "customer.tax_ids";
    public const string ChargeRefunds = "charge.refunds";
    public const string ConfirmationSecret = "invoice.confirmation_secret";

    private const string CustomersInvoiceSettings = "customer.invoice_settings";
    private const string Items = "subscription.items";
    private const string PaymentOfInvoice = "invoice_payment.payment";
    private const string InvoiceParent = "invoice.parent";
    private const string SubscriptionDetails = "invoice.parent.subscription_details";

    private static readonly FrozenDictionary<(string ObjectName, string Field), ExpandableField> Fields =
        new Dictionary<(string, string), ExpandableField>
        {
            [(ObjectNames.PaymentIntent, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.PaymentIntent, "latest_charge")] = Reference(ObjectNames.Charge),
            [(ObjectNames.PaymentIntent, "payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.PaymentIntent, "invoice")] = Reference(ObjectNames.Invoice, isGoneSinceBasil: true),
            [(ObjectNames.Customer, "invoice_settings")] = Part(CustomersInvoiceSettings),
            [(CustomersInvoiceSettings, "default_payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.Customer, "sources")] = Included(CustomerSources),
            [(ObjectNames.Customer, "subscriptions")] = Included(CustomerSubscriptions),
            [(CustomerSubscriptions, "data")] = Part(ObjectNames.Subscription),
            [(ObjectNames.Customer, "tax_ids")] = Included(CustomerTaxIds),
            [(ObjectNames.Charge, "refunds")] = Included(ChargeRefunds),
            [(ChargeRefunds, "data")] = Part(ObjectNames.Refund),
            [(ObjectNames.BalanceTransaction, "source")] = Reference(ObjectNames.BalanceSource),
            [(ObjectNames.Charge, "balance_transaction")] = Reference(ObjectNames.BalanceTransaction),
            [(ObjectNames.Charge, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.Charge, "payment_intent")] = Reference(ObjectNames.PaymentIntent),
            [(ObjectNames.Charge, "invoice")] = Reference(ObjectNames.Invoice, isGoneSinceBasil: true),
            [(ObjectNames.PaymentMethod, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.SetupIntent, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.SetupIntent, "latest_attempt")] = Reference(ObjectNames.SetupAttempt),
            [(ObjectNames.SetupIntent, "payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.SetupAttempt, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.SetupAttempt, "payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.SetupAttempt, "setup_intent")] = Reference(ObjectNames.SetupIntent),
            [(ObjectNames.Refund, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.Refund, "payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.EarlyFraudWarning, "payment_intent")] = Reference(ObjectNames.PaymentIntent),
            [(ObjectNames.Plan, "product")] = Reference(ObjectNames.Product),
            [(ObjectNames.Refund, "balance_transaction")] = Reference(ObjectNames.BalanceTransaction),
            [(ObjectNames.Refund, "failure_balance_transaction")] = Reference(ObjectNames.BalanceTransaction),
            [(ObjectNames.Refund, "charge")] = Reference(ObjectNames.Charge),
            [(ObjectNames.Refund, "payment_intent")] = Reference(ObjectNames.PaymentIntent),
            [(ObjectNames.Dispute, "charge")] = Reference(ObjectNames.Charge),
            [(ObjectNames.Dispute, "payment_intent")] = Reference(ObjectNames.PaymentIntent),
            [(ObjectNames.EarlyFraudWarning, "charge")] = Reference(ObjectNames.Charge),
            [(ObjectNames.Product, "default_price")] = Reference(ObjectNames.Price),
            [(ObjectNames.Price, "product")] = Reference(ObjectNames.Product),
            [(ObjectNames.Customer, "test_clock")] = Reference(ObjectNames.TestClock),
            [(ObjectNames.Subscription, "test_clock")] = Reference(ObjectNames.TestClock),
            [(ObjectNames.Invoice, "test_clock")] = Reference(ObjectNames.TestClock),
            [(ObjectNames.Invoice, "default_payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.InvoiceItem, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.InvoiceItem, "invoice")] = Reference(ObjectNames.Invoice),
            [(ObjectNames.InvoiceItem, "test_clock")] = Reference(ObjectNames.TestClock),
            [(ObjectNames.Subscription, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.Subscription, "default_payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.Subscription, "latest_invoice")] = Reference(ObjectNames.Invoice),
            [(ObjectNames.Subscription, "items")] = Part(Items),
            [(Items, "data")] = Part(ObjectNames.SubscriptionItem),
            [(ObjectNames.SubscriptionItem, "price")] = Part(ObjectNames.Price),
            [(ObjectNames.Invoice, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.Invoice, "default_payment_method")] = Reference(ObjectNames.PaymentMethod),
            [(ObjectNames.InvoiceItem, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.InvoiceItem, "invoice")] = Reference(ObjectNames.Invoice),
            [(ObjectNames.Invoice, "subscription")] = Reference(ObjectNames.Subscription, isGoneSinceBasil: true),
            [(ObjectNames.Invoice, "payment_intent")] = Reference(ObjectNames.PaymentIntent, isGoneSinceBasil: true),
            [(ObjectNames.Invoice, "charge")] = Reference(ObjectNames.Charge, isGoneSinceBasil: true),
            [(ObjectNames.Invoice, "parent")] = Part(InvoiceParent),
            [(InvoiceParent, "subscription_details")] = Part(SubscriptionDetails),
            [(SubscriptionDetails, "subscription")] = Reference(ObjectNames.Subscription),
            [(ObjectNames.Invoice, "confirmation_secret")] = Included(ConfirmationSecret),
            [(ObjectNames.Invoice, "payments")] = Included(InvoicePayments),
            [(InvoicePayments, "data")] = Part(ObjectNames.InvoicePayment),
            [(ObjectNames.InvoicePayment, "invoice")] = Reference(ObjectNames.Invoice),
            [(ObjectNames.InvoicePayment, "payment")] = Part(PaymentOfInvoice),
            [(PaymentOfInvoice, "payment_intent")] = Reference(ObjectNames.PaymentIntent),
            [(ObjectNames.CheckoutSession, "customer")] = Reference(ObjectNames.Customer),
            [(ObjectNames.CheckoutSession, "invoice")] = Reference(ObjectNames.Invoice),
            [(ObjectNames.CheckoutSession, "payment_intent")] = Reference(ObjectNames.PaymentIntent),
            [(ObjectNames.CheckoutSession, "subscription")] = Reference(ObjectNames.Subscription),
            [(ObjectNames.CheckoutSession, "line_items")] = Included(LineItems),
            [(LineItems, "data")] = Part(ObjectNames.LineItem),
            [(ObjectNames.LineItem, "price")] = Part(ObjectNames.Price),
            [(ObjectNames.PortalSession, "configuration")] = Reference(ObjectNames.PortalConfiguration),
        }.ToFrozenDictionary();

    public static ExpandableField? Find(string objectName, string field, ApiVersion version) =>
        Fields.GetValueOrDefault((objectName, field)) is { } found && !(found.IsGoneSinceBasil && version.IsAtLeast(ApiVersion.Basil))
            ? found
            : UnusedExpansions.Contains(objectName, field) ? Reference("") : null;

    private static ExpandableField Reference(string objectName, bool isGoneSinceBasil = false) =>
        new(ExpansionKind.Reference, objectName, isGoneSinceBasil);

    private static ExpandableField Part(string name) => new(ExpansionKind.Part, name, IsGoneSinceBasil: false);

    private static ExpandableField Included(string name) => new(ExpansionKind.Included, name, IsGoneSinceBasil: false);
}

/// <param name="Name">The kind of object that is behind the field.</param>
internal sealed record ExpandableField(ExpansionKind Kind, string Name, bool IsGoneSinceBasil);

internal enum ExpansionKind
{
    /// <summary>An id, which is replaced by what it names.</summary>
    Reference,

    /// <summary>There anyway; a path only leads through it.</summary>
    Part,

    /// <summary>Left out unless somebody asks for it.</summary>
    Included,
}
