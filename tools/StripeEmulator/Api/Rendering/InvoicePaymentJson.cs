using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>Which payment pays which invoice, as JSON.</summary>
internal static class InvoicePaymentJson
{
    public static string StatusOf(InvoicePayment payment) =>
        payment.PaidAt is not null ? "paid"
        : payment.CanceledAt is not null ? "canceled"
        : "open";

    public static JsonObject Render(InvoicePayment payment) => new()
    {
        ["id"] = payment.Id,
        ["object"] = payment.ObjectName,
        ["amount_paid"] = payment.PaidAt is null ? null : payment.RequestedCents,
        ["amount_requested"] = payment.RequestedCents,
        ["created"] = payment.Created,
        ["currency"] = payment.Currency,
        ["invoice"] = payment.InvoiceId,
        ["is_default"] = true,
        ["livemode"] = false,
        ["payment"] = new JsonObject { ["payment_intent"] = payment.PaymentIntentId, ["type"] = "payment_intent" },
        ["status"] = StatusOf(payment),
        ["status_transitions"] = new JsonObject { ["canceled_at"] = payment.CanceledAt, ["paid_at"] = payment.PaidAt },
    };
}
