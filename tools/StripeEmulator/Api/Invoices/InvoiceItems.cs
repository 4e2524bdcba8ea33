using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>GET /v1/invoiceitems: what waits for an invoice or went onto one, and one of them.</summary>
internal static class InvoiceItems
{
    public static void MapInvoiceItems(this StripeRoutes api)
    {
        api.Map("GET", "/v1/invoiceitems/{id}", ObjectNames.InvoiceItem, call =>
            call.State.InvoiceItems.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.InvoiceItem, call.Id));
        api.MapList("/v1/invoiceitems", ObjectNames.InvoiceItem, Filter, state => state.InvoiceItems);
    }

    private static ListFilter<InvoiceItem> Filter(Parameters parameters)
    {
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        var invoice = parameters.Text("invoice");
        var isPending = parameters.Flag("pending");
        return new(Group: parameters.Text("customer"), (_, item) =>
            (invoice is null || item.InvoiceId == invoice) && (isPending is null || item.InvoiceId is null == isPending));
    }
}
