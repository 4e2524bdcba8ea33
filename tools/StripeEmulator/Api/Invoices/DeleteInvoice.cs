using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>DELETE /v1/invoices/:id: only a draft that no subscription made. Its items wait again.</summary>
internal static class DeleteInvoice
{
    public static void MapDeleteInvoice(this StripeRoutes api) => api.Map("DELETE", "/v1/invoices/{id}", ObjectNames.Invoice, Apply);

    private static DeletedResource Apply(ApiCall call)
    {
        var draft = RetrieveInvoice.Find(call);
        if (draft.Status != InvoiceStatus.Draft)
        {
            throw StripeError.Invalid("You can only delete draft invoices.");
        }

        if (draft.BillingReason != BillingReasons.Manual)
        {
            throw StripeError.Invalid("You can't delete invoices created by subscriptions.");
        }

        call.Processes.ManualInvoices.Delete(draft, call.Cause);
        return new DeletedResource(ObjectNames.Invoice) { Id = draft.Id, Created = draft.Created };
    }
}
