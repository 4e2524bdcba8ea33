using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A charge as JSON.</summary>
internal static class ChargeJson
{
    private const int NormalRiskScore = 20;

    public static string StatusOf(Charge charge) => charge.IsPending ? "pending" : charge.Succeeded ? "succeeded" : "failed";

    public static JsonObject Render(Charge charge, ApiVersion version)
    {
        var json = Fields(charge, version);
        if (!version.IsAtLeast(ApiVersion.Basil))
        {
            json["invoice"] = charge.InvoiceId;
        }

        return json;
    }

    private static JsonObject Fields(Charge charge, ApiVersion version) => new()
    {
        ["id"] = charge.Id,
        ["object"] = charge.ObjectName,
        ["amount"] = charge.AmountCents,
        ["amount_captured"] = charge.CapturedCents,
        ["amount_refunded"] = charge.AmountRefundedCents,
        ["application"] = null,
        ["application_fee"] = null,
        ["application_fee_amount"] = null,
        ["balance_transaction"] = charge.BalanceTransactionId,
        ["billing_details"] = ResourceJson.BillingDetails(charge.PaymentMethod.BillingDetails),
        ["calculated_statement_descriptor"] = charge.StatementDescriptor ?? "LOCAL STRIPE",
        ["captured"] = charge.IsCaptured,
        ["created"] = charge.Created,
        ["currency"] = charge.Currency,
        ["customer"] = charge.CustomerId,
        ["description"] = charge.Description,
        ["disputed"] = charge.IsDisputed,
        ["failure_balance_transaction"] = null,
        ["failure_code"] = charge.Decline?.Code,
        ["failure_message"] = charge.Decline?.Message,
        ["fraud_details"] = charge.UserReport is { } report ? new JsonObject { ["user_report"] = report } : new JsonObject(),
        ["livemode"] = false,
        ["metadata"] = ResourceJson.Metadata(charge.Metadata),
        ["on_behalf_of"] = null,
        ["outcome"] = Outcome(charge.Decline),
        ["paid"] = charge.Succeeded,
        ["payment_intent"] = charge.PaymentIntentId,
        ["payment_method"] = charge.PaymentMethod.Id,
        ["payment_method_details"] = Details(charge, version),
        ["radar_options"] = new JsonObject(),
        ["receipt_email"] = charge.ReceiptEmail,
        ["receipt_number"] = null,
        ["receipt_url"] = null,
        ["refunded"] = charge.Succeeded && charge.AmountRefundedCents == charge.AmountCents,
        ["review"] = null,
        ["shipping"] = ResourceJson.Shipping(charge.Shipping),
        ["source"] = null,
        ["source_transfer"] = null,
        ["statement_descriptor"] = charge.StatementDescriptor,
        ["statement_descriptor_suffix"] = charge.StatementDescriptorSuffix,
        ["status"] = StatusOf(charge),
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

    private static JsonObject Details(Charge charge, ApiVersion version)
    {
        if (charge.PaymentMethod is not { Card: { } card } method)
        {
            return new JsonObject
            {
                ["type"] = charge.PaymentMethod.TypeName,
                [charge.PaymentMethod.TypeName] = BankAccount(charge.PaymentMethod.BankAccount!),
            };
        }

        var json = new JsonObject
        {
            ["card"] = new JsonObject
            {
                ["amount_authorized"] = charge.Succeeded ? charge.AmountCents : null,
                ["authorization_code"] = null,
                ["brand"] = card.Brand,
                ["checks"] = PaymentMethodJson.Checks(card),
                ["country"] = "US",
                ["exp_month"] = method.ExpiryMonth,
                ["exp_year"] = method.ExpiryYear,
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
                ["three_d_secure"] = charge.IsAuthenticated ? ThreeDSecure() : null,
                ["wallet"] = null,
            },
            ["type"] = "card",
        };
        if (charge.AwaitsCapture)
        {
            json["card"]!["capture_before"] = charge.Created + Charge.AuthorizationSeconds;
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["card"]!["electronic_commerce_indicator"] = null;
            json["card"]!["transaction_link_id"] = null;
        }

        return json;
    }

    private static JsonObject ThreeDSecure() => new()
    {
        ["authentication_flow"] = "challenge",
        ["electronic_commerce_indicator"] = "05",
        ["exemption_indicator"] = null,
        ["result"] = "authenticated",
        ["result_reason"] = null,
        ["transaction_id"] = null,
        ["version"] = "2.2.0",
    };

    private static JsonObject BankAccount(TestBankAccount account) => new()
    {
        ["account_holder_type"] = "individual",
        ["account_type"] = "checking",
        ["bank_name"] = PaymentMethodJson.BankName,
        ["expected_debit_date"] = null,
        ["fingerprint"] = "EmulatedBank" + account.Last4,
        ["last4"] = account.Last4,
        ["mandate"] = null,
        ["payment_reference"] = null,
        ["routing_number"] = PaymentMethodJson.RoutingNumber,
    };
}
