using System.Collections.Immutable;
using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>
/// POST /v1/invoices/create_preview: the next invoice of a subscription or a customer, as things stand or after a change that
/// is only thought of. Nothing is stored.
/// </summary>
internal static class PreviewInvoice
{
    private const string DefaultCurrency = "usd";

    public static void MapPreviewInvoice(this StripeRoutes api) =>
        api.Map("POST", "/v1/invoices/create_preview", ObjectNames.Invoice, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("automatic_tax", "customer_details", "issuer");
        foreach (var name in (string[])["customer_account", "discounts", "on_behalf_of", "schedule", "schedule_details"])
        {
            if (parameters.Has(name))
            {
                throw StripeError.NotEmulated($"the parameter {name} of previews", name);
            }
        }

        return new Request(
            parameters.Text("customer"),
            parameters.Text("subscription"),
            AmountParameters.Currency(parameters),
            parameters.OneOf("preview_mode", "next", "recurring") == "recurring",
            PreviewedItem.Read(parameters),
            parameters.Nested("subscription_details") is { } details ? PreviewedChange.Read(details) : null);
    }

    private static Invoice Apply(ApiCall call, Request request)
    {
        var state = call.State;
        var subscription = request.SubscriptionId is not { } id ? null
            : state.Subscriptions.Find(id) ?? throw StripeError.NoSuch(ObjectNames.Subscription, id, "subscription");
        var customerId = request.CustomerId ?? subscription?.CustomerId ?? throw StripeError.MissingParameter("customer");
        if (state.Customers.Find(customerId) is not { IsDeleted: false } customer)
        {
            throw StripeError.NoSuch(ObjectNames.Customer, customerId, "customer");
        }

        if (subscription is not null && subscription.CustomerId != customer.Id)
        {
            throw StripeError.NoSuch(ObjectNames.Subscription, subscription.Id, "subscription");
        }

        var currency = request.Currency ?? subscription?.Currency ?? customer.Currency ?? DefaultCurrency;
        var terms = new PreviewTerms
        {
            Extra = [.. request.Items.Select(item => item.Of(state, customer, currency))],
            IsRecurringOnly = request.IsRecurringOnly,
        };
        return Preview(call, request, customer, subscription, currency, terms) ?? throw None(customer.Id);
    }

    private static Invoice? Preview(
        ApiCall call, Request request, Customer customer, Subscription? subscription, string currency, PreviewTerms terms)
    {
        var previews = call.Processes.Previews;
        if (subscription is null)
        {
            return request.Change is { Items.Count: > 0 } begun
                ? begun.PreviewStart(call, customer, terms)
                : Soonest(call, customer, terms) ?? previews.OfWaiting(customer, currency, terms);
        }

        return subscription.HasEnded ? null
            : request.Change is { } change ? change.Preview(call, subscription, terms)
            : previews.Next(subscription, terms);
    }

    private static Invoice? Soonest(ApiCall call, Customer customer, PreviewTerms terms) =>
        call.State.Subscriptions.OlderThan(null, customer.Id)
            .Where(subscription => !subscription.HasEnded && !subscription.EndsBy(subscription.Period.End))
            .OrderBy(subscription => subscription.Period.End)
            .Select(subscription => call.Processes.Previews.Next(subscription, terms))
            .FirstOrDefault(preview => preview is not null);

    private static StripeError None(string customerId) =>
        new(404, "invalid_request_error", $"No upcoming invoices for customer: {customerId}") { Code = "invoice_upcoming_none" };

    private sealed record Request(
        string? CustomerId,
        string? SubscriptionId,
        string? Currency,
        bool IsRecurringOnly,
        ImmutableArray<PreviewedItem> Items,
        PreviewedChange? Change);
}
