using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A refund as JSON.</summary>
internal static class RefundJson
{
    private const string EmulatedReference = "7000000000000001";

    public static JsonObject Render(Refund refund, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = refund.Id,
            ["object"] = refund.ObjectName,
            ["amount"] = refund.AmountCents,
            ["balance_transaction"] = refund.BalanceTransactionId,
            ["charge"] = refund.ChargeId,
            ["created"] = refund.Created,
            ["currency"] = refund.Currency,
            ["destination_details"] = Destination(refund),
            ["metadata"] = ResourceJson.Metadata(refund.Metadata),
            ["payment_intent"] = refund.PaymentIntentId,
            ["reason"] = refund.Reason,
            ["receipt_number"] = null,
            ["source_transfer_reversal"] = null,
            ["status"] = refund.Status switch
            {
                RefundStatus.Pending => "pending",
                RefundStatus.Succeeded => "succeeded",
                RefundStatus.Failed => "failed",
                _ => throw new InvalidOperationException($"No such status: {refund.Status}."),
            },
            ["transfer_reversal"] = null,
        };

        if (refund.FailureReason is { } reason)
        {
            json["failure_balance_transaction"] = refund.FailureBalanceTransactionId;
            json["failure_reason"] = reason;
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["customer"] = refund.CustomerId;
            json["customer_account"] = null;
            json["payment_method"] = refund.PaymentMethodId;
        }

        return json;
    }

    private static JsonObject Destination(Refund refund)
    {
        if (!refund.Id.StartsWith("re_", StringComparison.Ordinal))
        {
            return new JsonObject
            {
                ["type"] = "us_bank_transfer",
                ["us_bank_transfer"] = new JsonObject(),
            };
        }

        var card = new JsonObject
        {
            ["reference_status"] = refund.IsReferenceKnown ? "available" : "pending",
            ["reference_type"] = "acquirer_reference_number",
            ["type"] = "refund",
        };
        if (refund.IsReferenceKnown)
        {
            card["reference"] = EmulatedReference;
        }

        return new JsonObject { ["card"] = card, ["type"] = "card" };
    }
}
