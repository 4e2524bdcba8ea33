using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>What a resource leaves out unless a request expands it.</summary>
internal static class IncludedJson
{
    /// <param name="field">One of the names in <see cref="ExpandableFields"/>.</param>
    /// <param name="id">The object's id.</param>
    public static JsonNode? Render(StripeState state, string field, string id, ApiVersion version) => field switch
    {
        ExpandableFields.InvoicePayments => List(
            $"/v1/invoice_payments?invoice={id}",
            state.InvoicePayments.OlderThan(null, id).Select(payment => ResourceJson.Render(payment, version))),
        ExpandableFields.CustomerSubscriptions => List(
            $"/v1/subscriptions?customer={id}",
            state.Subscriptions.OlderThan(null, id).Where(owned => !owned.HasEnded).Select(owned => ResourceJson.Render(owned, version))),
        ExpandableFields.CustomerSources => List($"/v1/customers/{id}/sources", []),
        ExpandableFields.CustomerTaxIds => List($"/v1/customers/{id}/tax_ids", []),
        ExpandableFields.ChargeRefunds => List(
            $"/v1/charges/{id}/refunds", state.Refunds.OlderThan(null, id).Select(refund => ResourceJson.Render(refund, version))),
        ExpandableFields.ConfirmationSecret => ConfirmationSecret(state, id),
        ExpandableFields.LineItems when state.CheckoutSessions.Find(id) is { } session => List(
            $"/v1/checkout/sessions/{id}/line_items", session.Lines.Select(line => CheckoutSessionJson.Line(session, line))),
        _ => null,
    };

    private static JsonObject? ConfirmationSecret(StripeState state, string invoiceId) =>
        state.Invoices.Find(invoiceId)?.PaymentIntentId is { } intentId && state.PaymentIntents.Find(intentId) is { } intent
            ? new JsonObject { ["client_secret"] = intent.ClientSecret, ["type"] = "payment_intent" }
            : null;

    private static JsonObject List(string url, IEnumerable<JsonObject> members) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. members]),
        ["has_more"] = false,
        ["url"] = url,
    };
}
