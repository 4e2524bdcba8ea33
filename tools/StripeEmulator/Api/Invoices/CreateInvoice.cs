using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>POST /v1/invoices: a draft by hand, empty or with what waits for an invoice.</summary>
internal static class CreateInvoice
{
    private const string DefaultCurrency = "usd";

    public static void MapCreateInvoice(this StripeRoutes api) =>
        api.Map("POST", "/v1/invoices", ObjectNames.Invoice, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.RefuseUncovered(null, "customer_account");
        return new Request(
            parameters.RequiredText("customer"),
            parameters.Text("subscription"),
            AmountParameters.Currency(parameters),
            parameters.OneOf("pending_invoice_items_behavior", "exclude", "include") == "include",
            InvoiceParameters.Read(parameters));
    }

    private static Invoice Apply(ApiCall call, Request request)
    {
        var state = call.State;
        if (state.Customers.Find(request.CustomerId) is not { IsDeleted: false } customer)
        {
            throw StripeError.NoSuch(ObjectNames.Customer, request.CustomerId, "customer");
        }

        var subscription = request.SubscriptionId is { } id ? FindSubscription(state, id, customer.Id) : null;
        return call.Processes.ManualInvoices.Create(
            new NewInvoice
            {
                CustomerId = customer.Id,
                Currency = request.Currency ?? subscription?.Currency ?? customer.Currency ?? DefaultCurrency,
                TakesPending = request.TakesPending,
                Subscription = subscription,
                ApplyTo = blank => request.Fields.ApplyTo(blank, state),
            },
            call.Cause);
    }

    /// <summary>A subscription that must be the customer's own.</summary>
    public static Subscription FindSubscription(StripeState state, string id, string customerId) =>
        state.Subscriptions.Find(id) is { } subscription && subscription.CustomerId == customerId
            ? subscription
            : throw StripeError.NoSuch(ObjectNames.Subscription, id, "subscription");

    private sealed record Request(
        string CustomerId, string? SubscriptionId, string? Currency, bool TakesPending, InvoiceParameters Fields);
}
