using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>POST /v1/invoices/:id/void and /mark_uncollectible: nobody owes it, or nobody expects the money.</summary>
internal static class GiveUpInvoice
{
    public static void MapGiveUpInvoice(this StripeRoutes api)
    {
        api.Map("POST", "/v1/invoices/{id}/void", ObjectNames.Invoice, Void);
        api.Map("POST", "/v1/invoices/{id}/mark_uncollectible", ObjectNames.Invoice, MarkUncollectible);
    }

    private static Invoice Void(ApiCall call)
    {
        var invoice = RetrieveInvoice.Find(call);
        if (!invoice.IsOwed)
        {
            throw StripeError.Invalid("You can only pass in open invoices. This invoice isn't open.");
        }

        return PayInvoice.IsUnderWay(call.State, invoice)
            ? throw StripeError.Invalid("You can't void this invoice while its payment is processing.")
            : call.Processes.ManualInvoices.Void(invoice, call.Cause);
    }

    private static Invoice MarkUncollectible(ApiCall call) => RetrieveInvoice.Find(call) is { IsOpen: true } open
        ? call.Processes.ManualInvoices.MarkUncollectible(open, call.Cause)
        : throw StripeError.Invalid("You can only mark open invoices as uncollectible. This invoice isn't open.");
}
