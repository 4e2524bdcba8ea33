using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>GET /v1/invoices/:id.</summary>
internal static class RetrieveInvoice
{
    public static void MapRetrieveInvoice(this StripeRoutes api) => api.Map("GET", "/v1/invoices/{id}", ObjectNames.Invoice, Find);

    public static Invoice Find(ApiCall call) =>
        call.State.Invoices.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Invoice, call.Id, "invoice");
}
