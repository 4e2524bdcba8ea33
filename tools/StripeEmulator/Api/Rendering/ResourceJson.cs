using System.Collections.Immutable;
using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.Cli;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>Renders any resource as JSON in one API version. Each kind has one class here, and nothing else writes its fields.</summary>
internal static class ResourceJson
{
    public static JsonObject Render(StripeResource resource, ApiVersion version) => resource switch
    {
        Customer customer => CustomerJson.Render(customer, version),
        PaymentMethod method => PaymentMethodJson.Render(method, version),
        PaymentIntent intent => PaymentIntentJson.Render(intent, version),
        SetupIntent intent => SetupIntentJson.Render(intent, version),
        SetupAttempt attempt => SetupIntentJson.Render(attempt, version),
        Charge charge => ChargeJson.Render(charge, version),
        BalanceTransaction transaction => BalanceTransactionJson.Render(transaction),
        Refund refund => RefundJson.Render(refund, version),
        Dispute dispute => DisputeJson.Render(dispute, version),
        EarlyFraudWarning warning => DisputeJson.Render(warning),
        Product product => ProductJson.Render(product),
        Price price => PriceJson.Render(price),
        Subscription subscription => SubscriptionJson.Render(subscription, version),
        SubscriptionItemOf item => SubscriptionJson.Render(item, version),
        Invoice invoice => InvoiceJson.Render(invoice, version),
        InvoiceItem item => InvoiceItemJson.Render(item, version),
        InvoicePayment payment => InvoicePaymentJson.Render(payment),
        CheckoutSession session => CheckoutSessionJson.Render(session, version),
        PortalSession session => PortalJson.Render(session, version),
        PortalConfiguration configuration => PortalJson.Render(configuration, version),
        WebhookEndpoint endpoint => WebhookEndpointJson.Render(endpoint),
        Token token => TokenJson.Render(token),
        Plan plan => PriceJson.Plan(plan.Price),
        Balance balance => BalanceJson.Render(balance),
        Account account => AccountJson.Render(account),
        TestClock clock => TestClockJson.Render(clock),
        Event recorded => EventJson.Render(recorded),
        DeletedResource deleted => new JsonObject { ["id"] = deleted.Id, ["object"] = deleted.ObjectName, ["deleted"] = true },
        CliSession session => CliSessionJson.Render(session),
        _ => throw new InvalidOperationException($"Nothing renders a {resource.ObjectName}."),
    };

    /// <summary>Whether a reader would see no difference.</summary>
    public static bool AreSame(StripeResource one, StripeResource other, ApiVersion version) =>
        JsonNode.DeepEquals(Render(one, version), Render(other, version));

    public static JsonObject Metadata(ImmutableSortedDictionary<string, string> metadata) =>
        new(metadata.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    public static JsonObject? Address(Address? address) => address is null ? null : new JsonObject
    {
        ["city"] = address.City,
        ["country"] = address.Country,
        ["line1"] = address.Line1,
        ["line2"] = address.Line2,
        ["postal_code"] = address.PostalCode,
        ["state"] = address.State,
    };

    public static JsonObject? Shipping(Shipping? shipping) => shipping is null ? null : new JsonObject
    {
        ["address"] = Address(shipping.Address),
        ["carrier"] = shipping.Carrier,
        ["name"] = shipping.Name,
        ["phone"] = shipping.Phone,
        ["tracking_number"] = shipping.TrackingNumber,
    };

    public static JsonObject BillingDetails(BillingDetails details) => new()
    {
        ["address"] = Address(details.Address ?? new Address(null, null, null, null, null, null)),
        ["email"] = details.Email,
        ["name"] = details.Name,
        ["phone"] = details.Phone,
        ["tax_id"] = null,
    };
}
