using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>POST /v1/invoices/:id/finalize: does not wait for the hour of a draft.</summary>
internal static class FinalizeInvoice
{
    public static void MapFinalizeInvoice(this StripeRoutes api) => api.Map(
        "POST",
        "/v1/invoices/{id}/finalize",
        ObjectNames.Invoice,
        parameters => parameters.Flag("auto_advance"),
        (call, advances) =>
        {
            var draft = RetrieveInvoice.Find(call);
            return draft.Status == InvoiceStatus.Draft
                ? call.Processes.Collection.FinalizeEarly(draft with { AdvancesByItself = advances ?? draft.AdvancesByItself }, call.Cause)
                : throw StripeError.Invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
        });

    public static Invoice Finalized(ApiCall call, Invoice invoice) =>
        invoice.Status == InvoiceStatus.Draft ? call.Processes.Collection.FinalizeEarly(invoice, call.Cause) : invoice;
}
