using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>GET /v1/invoices/:id/lines.</summary>
internal static class ListInvoiceLines
{
    public static void MapListInvoiceLines(this StripeRoutes api) => api.MapParts(
        "/v1/invoices/{id}/lines",
        ObjectNames.InvoiceLine,
        call =>
        {
            var invoice = RetrieveInvoice.Find(call);
            return [.. invoice.Lines.Select(line => InvoiceLineJson.Render(invoice, line, call.Version))];
        });
}
