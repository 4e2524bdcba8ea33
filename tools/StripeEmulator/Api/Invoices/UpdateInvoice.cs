using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>POST /v1/invoices/:id: a draft may change in everything, a final invoice in little.</summary>
internal static class UpdateInvoice
{
    public static void MapUpdateInvoice(this StripeRoutes api) =>
        api.Map("POST", "/v1/invoices/{id}", ObjectNames.Invoice, InvoiceParameters.Read, Apply);

    private static Invoice Apply(ApiCall call, InvoiceParameters fields)
    {
        var before = RetrieveInvoice.Find(call);
        if (before.Status != InvoiceStatus.Draft)
        {
            fields.RefuseOnFinal();
        }

        return call.Processes.ManualInvoices.Update(before, fields.ApplyTo(before, call.State), call.Cause);
    }
}
