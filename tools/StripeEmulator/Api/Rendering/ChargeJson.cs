using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A charge as JSON.</summary>
internal static class ChargeJson
{
    private const int NormalRiskScore = 20;

    public static JsonObject Render(Charge charge) => new()
    {
        ["id"] = charge.Id,
        ["object"] = charge.ObjectName,
        ["amount"] = charge.AmountCents,
        ["amount_captured"] = charge.Succeeded ? charge.AmountCents : 0,
        ["amount_refunded"] = 0,
        ["application"] = null,
        ["application_fee"] = null,
        ["application_fee_amount"] = null,
        ["balance_transaction"] = null,
        ["billing_details"] = ResourceJson.BillingDetails(charge.PaymentMethod.BillingDetails),
        ["calculated_statement_descriptor"] = charge.StatementDescriptor ?? "LOCAL STRIPE",
        ["captured"] = charge.Succeeded,
        ["created"] = charge.Created,
        ["currency"] = charge.Currency,
        ["customer"] = charge.CustomerId,
        ["description"] = charge.Description,
        ["disputed"] = false,
        ["failure_balance_transaction"] = null,
        ["failure_code"] = charge.Decline?.Code,
        ["failure_message"] = charge.Decline?.Message,
        ["fraud_details"] = new JsonObject(),
        ["livemode"] = false,
        ["metadata"] = ResourceJson.Metadata(charge.Metadata),
        ["on_behalf_of"] = null,
        ["outcome"] = Outcome(charge.Decline),
        ["paid"] = charge.Succeeded,
        ["payment_intent"] = charge.PaymentIntentId,
        ["payment_method"] = charge.PaymentMethod.Id,
        ["payment_method_details"] = Details(charge),
        ["radar_options"] = new JsonObject(),
        ["receipt_email"] = charge.ReceiptEmail,
        ["receipt_number"] = null,
        ["receipt_url"] = null,
        ["refunded"] = false,
        ["review"] = null,
        ["shipping"] = ResourceJson.Shipping(charge.Shipping),
        ["source"] = null,
        ["source_transfer"] = null,
        ["statement_descriptor"] = charge.StatementDescriptor,
        ["statement_descriptor_suffix"] = charge.StatementDescriptorSuffix,
        ["status"] = charge.Succeeded ? "succeeded" : "failed",
        ["transfer_data"] = null,
        ["transfer_group"] = charge.TransferGroup,
    };

    private static JsonObject Outcome(Decline? decline) => new()
    {
        ["advice_code"] = decline?.AdviceCode,
        ["network_advice_code"] = null,
        ["network_decline_code"] = null,
        ["network_status"] = decline is null ? "approved_by_network" : "declined_by_network",
        ["reason"] = decline?.DeclineCode,
        ["risk_level"] = "normal",
        ["risk_score"] = NormalRiskScore,
        ["seller_message"] = decline is null ? "Payment complete." : "The bank did not approve this payment.",
        ["type"] = decline is null ? "authorized" : "issuer_declined",
    };

    private static JsonObject Details(Charge charge)
    {
        var card = charge.PaymentMethod.Card;
        return new JsonObject
        {
            ["card"] = new JsonObject
            {
                ["amount_authorized"] = charge.Succeeded ? charge.AmountCents : null,
                ["authorization_code"] = null,
                ["brand"] = card.Brand,
                ["checks"] = PaymentMethodJson.Checks(card),
                ["country"] = "US",
                ["exp_month"] = charge.PaymentMethod.ExpiryMonth,
                ["exp_year"] = charge.PaymentMethod.ExpiryYear,
                ["extended_authorization"] = new JsonObject { ["status"] = "disabled" },
                ["fingerprint"] = card.Fingerprint,
                ["funding"] = card.Funding,
                ["incremental_authorization"] = new JsonObject { ["status"] = "unavailable" },
                ["installments"] = null,
                ["last4"] = card.Last4,
                ["mandate"] = null,
                ["multicapture"] = new JsonObject { ["status"] = "unavailable" },
                ["network"] = card.Brand,
                ["network_token"] = new JsonObject { ["used"] = false },
                ["network_transaction_id"] = null,
                ["overcapture"] = new JsonObject { ["maximum_amount_capturable"] = charge.AmountCents, ["status"] = "unavailable" },
                ["regulated_status"] = "unregulated",
                ["three_d_secure"] = null,
                ["wallet"] = null,
            },
            ["type"] = "card",
        };
    }
}
