using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>GET /v1/invoice_payments, by invoice or by payment, and one of them.</summary>
internal static class InvoicePayments
{
    public static void MapInvoicePayments(this StripeRoutes api)
    {
        api.Map("GET", "/v1/invoice_payments/{id}", ObjectNames.InvoicePayment, call =>
            call.State.InvoicePayments.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.InvoicePayment, call.Id));
        api.MapList("/v1/invoice_payments", ObjectNames.InvoicePayment, Filter, state => state.InvoicePayments);
    }

    private static ListFilter<InvoicePayment> Filter(Parameters parameters)
    {
        var payment = parameters.Nested("payment");
        payment?.RefuseUncovered("payment records", "payment_record");
        payment?.OneOf("type", "payment_intent");
        var paymentIntent = payment?.Text("payment_intent");
        var status = parameters.OneOf("status", "canceled", "open", "paid");
        return new(Group: parameters.Text("invoice"), (_, invoicePayment) =>
            (paymentIntent is null || invoicePayment.PaymentIntentId == paymentIntent)
            && (status is null || InvoicePaymentJson.StatusOf(invoicePayment) == status));
    }
}
