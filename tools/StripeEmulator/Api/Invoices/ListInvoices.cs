using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>GET /v1/invoices.</summary>
internal static class ListInvoices
{
    public static void MapListInvoices(this StripeRoutes api) =>
        api.MapList("/v1/invoices", ObjectNames.Invoice, Filter, state => state.Invoices);

    private static ListFilter<Invoice> Filter(Parameters parameters)
    {
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        parameters.RefuseUncovered(null, "due_date");
        var sends = CollectionMethod.ReadSends(parameters);
        var subscription = parameters.Text("subscription");
        var status = parameters.OneOf("status", "draft", "open", "paid", "uncollectible", "void");
        return new(Group: parameters.Text("customer"), (_, invoice) =>
            (subscription is null || invoice.SubscriptionId == subscription)
            && (sends is null || invoice.SendsToCustomer == sends)
            && (status is null || InvoiceJson.NameOf(invoice.Status) == status));
    }
}
