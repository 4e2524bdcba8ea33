using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>POST /v1/invoices/:id/pay: collects it now, or takes it as paid elsewhere. A draft is finalised first.</summary>
internal static class PayInvoice
{
    public static void MapPayInvoice(this StripeRoutes api) =>
        api.Map("POST", "/v1/invoices/{id}/pay", ObjectNames.Invoice, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("forgive", "mandate");
        parameters.RefuseUncovered("cards and accounts of the Sources API", "source");
        return new Request(
            parameters.Text("payment_method"), parameters.Flag("paid_out_of_band") ?? false, parameters.Flag("off_session") ?? true);
    }

    private static Invoice Apply(ApiCall call, Request request)
    {
        var invoice = FinalizeInvoice.Finalized(call, RetrieveInvoice.Find(call));
        if (!invoice.IsOwed)
        {
            throw StripeError.Invalid(invoice.Status == InvoiceStatus.Paid
                ? "Invoice is already paid"
                : $"This invoice can no longer be paid; its status is {InvoiceJson.NameOf(invoice.Status)}.");
        }

        if (IsUnderWay(call.State, invoice))
        {
            throw StripeError.Invalid("This invoice can't be paid again while its payment is processing.");
        }

        if (request.IsPaidOutOfBand)
        {
            return call.Processes.Collection.PayOutOfBand(invoice, call.Cause);
        }

        var method = request.Method is { } named ? TestMethods.FindOrCreate(call.State, named, "payment_method") : null;
        var confirmation = new Confirmation { IsOffSession = request.IsOffSession, Pages = call.Pages, UsesSdk = true };
        var tried = call.Processes.Collection.Collect(invoice, method, call.Cause, isAutomatic: false, confirmation);
        return tried.Status == InvoiceStatus.Paid || IsUnderWay(call.State, tried) ? tried : throw Refusal(call.State, tried);
    }

    /// <summary>A bank takes its days; until then the invoice is open.</summary>
    public static bool IsUnderWay(StripeState state, Invoice invoice) =>
        invoice.PaymentIntentId is { } id && state.PaymentIntents.Find(id) is { Status: PaymentIntentStatus.Processing };

    private static StripeError Refusal(StripeState state, Invoice invoice)
    {
        var intent = invoice.PaymentIntentId is { } id ? state.PaymentIntents.Find(id) : null;
        return intent switch
        {
            { LastPaymentError: not null } => StripeError.CardDeclined(intent),
            { Status: PaymentIntentStatus.RequiresAction } => StripeError.ActionRequired(ObjectNames.Invoice, intent),
            _ => StripeError.Invalid(
                "There is no `default_payment_method` set on this Customer or Invoice. Please set either field or pass a payment_method."),
        };
    }

    private sealed record Request(string? Method, bool IsPaidOutOfBand, bool IsOffSession);
}
