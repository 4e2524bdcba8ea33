using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>POST /v1/invoices/:id/send: no mail leaves this machine, the event tells that one would have.</summary>
internal static class SendInvoice
{
    public static void MapSendInvoice(this StripeRoutes api) => api.Map("POST", "/v1/invoices/{id}/send", ObjectNames.Invoice, Apply);

    private static Invoice Apply(ApiCall call)
    {
        var invoice = RetrieveInvoice.Find(call);
        if (!invoice.SendsToCustomer)
        {
            throw StripeError.Invalid(
                "You can only manually send an invoice if its collection method is set to 'send_invoice'.");
        }

        return invoice.IsOwed || invoice.Status == InvoiceStatus.Draft
            ? call.Processes.ManualInvoices.Send(invoice, call.Cause)
            : throw StripeError.Invalid("You can't send an invoice that is paid or void.");
    }
}
