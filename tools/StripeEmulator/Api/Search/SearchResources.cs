using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Search;

/// <summary>GET /v1/…/search of each kind that Stripe searches, by the fields that Stripe searches.</summary>
internal static class SearchResources
{
    public static void MapSearch(this StripeRoutes api)
    {
        Map(api, "charges", ObjectNames.Charge, state => state.Charges, Charges());
        Map(api, "customers", ObjectNames.Customer, state => state.Customers, Customers());
        Map(api, "invoices", ObjectNames.Invoice, state => state.Invoices, Invoices());
        Map(api, "payment_intents", ObjectNames.PaymentIntent, state => state.PaymentIntents, PaymentIntents());
        Map(api, "prices", ObjectNames.Price, state => state.Prices, Prices());
        Map(api, "products", ObjectNames.Product, state => state.Products, Products());
        Map(api, "subscriptions", ObjectNames.Subscription, state => state.Subscriptions, Subscriptions());
    }

    private static void Map<T>(
        StripeRoutes api, string kind, string objectName, Func<StripeState, ResourceStore<T>> store, SearchableFields<T> fields)
        where T : StripeResource =>
        api.MapFinding($"/v1/{kind}/search", objectName, parameters => SearchRequest<T>.Read(parameters, fields), (call, request) =>
            request.Find(call.Http.Path, store(call.State), fields));

    private static SearchableFields<Charge> Charges() => new(
        new Dictionary<string, Func<Charge, object?>>
        {
            ["amount"] = charge => charge.AmountCents,
            ["currency"] = charge => charge.Currency,
            ["customer"] = charge => charge.CustomerId,
            ["disputed"] = charge => charge.IsDisputed,
            ["payment_method_details.card.brand"] = charge => charge.PaymentMethod.Card?.Brand,
            ["payment_method_details.card.last4"] = charge => charge.PaymentMethod.Card?.Last4,
            ["refunded"] = charge => charge.Succeeded && charge.UnrefundedCents == 0,
            ["status"] = charge => ChargeJson.StatusOf(charge),
        },
        charge => charge.Created,
        charge => charge.Metadata,
        _ => true);

    private static SearchableFields<Customer> Customers() => new(
        new Dictionary<string, Func<Customer, object?>>
        {
            ["email"] = customer => customer.Email,
            ["name"] = customer => customer.Name,
            ["phone"] = customer => customer.Phone,
        },
        customer => customer.Created,
        customer => customer.Metadata,
        customer => !customer.IsDeleted);

    private static SearchableFields<Invoice> Invoices() => new(
        new Dictionary<string, Func<Invoice, object?>>
        {
            ["currency"] = invoice => invoice.Currency,
            ["customer"] = invoice => invoice.CustomerId,
            ["number"] = invoice => invoice.Number,
            ["status"] = invoice => InvoiceJson.NameOf(invoice.Status),
            ["subscription"] = invoice => invoice.SubscriptionId,
            ["total"] = invoice => invoice.TotalCents,
        },
        invoice => invoice.Created,
        invoice => invoice.Metadata,
        _ => true);

    private static SearchableFields<PaymentIntent> PaymentIntents() => new(
        new Dictionary<string, Func<PaymentIntent, object?>>
        {
            ["amount"] = intent => intent.AmountCents,
            ["currency"] = intent => intent.Currency,
            ["customer"] = intent => intent.CustomerId,
            ["status"] = intent => PaymentIntentJson.NameOf(intent.Status),
        },
        intent => intent.Created,
        intent => intent.Metadata,
        _ => true);

    private static SearchableFields<Price> Prices() => new(
        new Dictionary<string, Func<Price, object?>>
        {
            ["active"] = price => price.IsActive,
            ["currency"] = price => price.Currency,
            ["lookup_key"] = price => price.LookupKey,
            ["product"] = price => price.ProductId,
            ["type"] = price => price.TypeName,
        },
        price => price.Created,
        price => price.Metadata,
        _ => true);

    private static SearchableFields<Product> Products() => new(
        new Dictionary<string, Func<Product, object?>>
        {
            ["active"] = product => product.IsActive,
            ["description"] = product => product.Description,
            ["name"] = product => product.Name,
            ["shippable"] = product => product.IsShippable ?? false,
            ["url"] = product => product.Url,
        },
        product => product.Created,
        product => product.Metadata,
        product => !product.IsDeleted);

    private static SearchableFields<Subscription> Subscriptions() => new(
        new Dictionary<string, Func<Subscription, object?>>
        {
            ["canceled_at"] = subscription => subscription.Cancellation.RequestedAt,
            ["status"] = subscription => SubscriptionJson.NameOf(subscription.Status),
        },
        subscription => subscription.Created,
        subscription => subscription.Metadata,
        _ => true);
}
