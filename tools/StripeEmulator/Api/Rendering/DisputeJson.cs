using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>Disputes and warnings of fraud as JSON.</summary>
internal static class DisputeJson
{
    /// <summary>Everything a merchant may say, by Stripe's names.</summary>
    public static readonly string[] EvidenceFields =
    [
        "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure", "cancellation_rebuttal",
        "customer_communication", "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature",
        "duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id", "product_description", "receipt",
        "refund_policy", "refund_policy_disclosure", "refund_refusal_explanation", "service_date", "service_documentation",
        "shipping_address", "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number",
        "uncategorized_file", "uncategorized_text",
    ];

    /// <summary>All test cards that are disputed are of one network.</summary>
    private const string Network = "visa";

    public static JsonObject Render(Dispute dispute, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = dispute.Id,
            ["object"] = dispute.ObjectName,
            ["amount"] = dispute.AmountCents,
            ["balance_transactions"] = new JsonArray([.. dispute.Movements.Select(movement => Transaction(dispute, movement, version))]),
            ["charge"] = dispute.ChargeId,
            ["created"] = dispute.Created,
            ["currency"] = dispute.Currency,
            ["enhanced_eligibility_types"] = new JsonArray(),
            ["evidence"] = Evidence(dispute),
            ["evidence_details"] = EvidenceDetails(dispute, version),
            ["is_charge_refundable"] = dispute.IsInquiry && dispute.IsOpen,
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(dispute.Metadata),
            ["payment_intent"] = dispute.PaymentIntentId,
            ["payment_method_details"] = new JsonObject { ["card"] = Card(dispute, version), ["type"] = "card" },
            ["reason"] = dispute.Reason,
            ["status"] = StatusOf(dispute),
        };
        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["intended_submission_method"] = dispute.IntendedSubmissionMethod;
        }
        else
        {
            json["balance_transaction"] = dispute.Movements.FirstOrDefault()?.Id;
        }

        return json;
    }

    public static JsonObject Render(EarlyFraudWarning warning) => new()
    {
        ["id"] = warning.Id,
        ["object"] = warning.ObjectName,
        ["actionable"] = true,
        ["charge"] = warning.ChargeId,
        ["created"] = warning.Created,
        ["fraud_type"] = "made_with_stolen_card",
        ["livemode"] = false,
        ["payment_intent"] = warning.PaymentIntentId,
    };

    private static JsonObject EvidenceDetails(Dispute dispute, ApiVersion version)
    {
        var details = new JsonObject
        {
            ["due_by"] = dispute.EvidenceDueBy,
            ["enhanced_eligibility"] = new JsonObject(),
            ["has_evidence"] = dispute.Evidence.Count > 0,
            ["past_due"] = false,
            ["submission_count"] = dispute.SubmissionCount,
        };
        if (version.IsAtLeast(ApiVersion.Endive))
        {
            details["submission_method"] = dispute.SubmissionCount > 0 ? "manual" : "not_submitted";
        }

        return details;
    }

    private static JsonObject Card(Dispute dispute, ApiVersion version)
    {
        var card = new JsonObject
        {
            ["brand"] = Network,
            ["case_type"] = dispute.IsInquiry ? "inquiry" : "chargeback",
            ["network_reason_code"] = dispute.Reason == "product_not_received" ? "13.1" : "10",
        };
        if (version.IsAtLeast(ApiVersion.Endive))
        {
            card["network"] = Network;
        }

        return card;
    }

    private static string StatusOf(Dispute dispute) => (dispute.Status, dispute.IsInquiry) switch
    {
        (DisputeStatus.NeedsResponse, false) => "needs_response",
        (DisputeStatus.NeedsResponse, true) => "warning_needs_response",
        (DisputeStatus.UnderReview, false) => "under_review",
        (DisputeStatus.UnderReview, true) => "warning_under_review",
        (DisputeStatus.Won, _) => "won",
        (DisputeStatus.Lost, _) => "lost",
        (DisputeStatus.Closed, _) => "warning_closed",
        _ => throw new InvalidOperationException($"No such status: {dispute.Status}."),
    };

    private static JsonObject Evidence(Dispute dispute)
    {
        var evidence = new JsonObject(EvidenceFields.Select(name =>
            KeyValuePair.Create(name, (JsonNode?)dispute.Evidence.GetValueOrDefault(name))));
        evidence["enhanced_evidence"] = new JsonObject();
        return evidence;
    }

    private static JsonObject Transaction(Dispute dispute, DisputeMovement movement, ApiVersion version)
    {
        var json = Transaction(dispute, movement);
        if (version.IsAtLeast(ApiVersion.Clover))
        {
            json["balance_type"] = "payments";
        }

        return json;
    }

    private static JsonObject Transaction(Dispute dispute, DisputeMovement movement) => new()
    {
        ["id"] = movement.Id,
        ["object"] = "balance_transaction",
        ["amount"] = movement.AmountCents,
        ["available_on"] = movement.At,
        ["created"] = movement.At,
        ["currency"] = dispute.Currency,
        ["description"] = $"Chargeback {(movement.AmountCents < 0 ? "withdrawal" : "reversal")} for {dispute.ChargeId}",
        ["exchange_rate"] = null,
        ["fee"] = movement.FeeCents,
        ["fee_details"] = new JsonArray(new JsonObject
        {
            ["amount"] = movement.FeeCents,
            ["application"] = null,
            ["currency"] = dispute.Currency,
            ["description"] = "Dispute fee",
            ["type"] = "stripe_fee",
        }),
        ["net"] = movement.AmountCents - movement.FeeCents,
        ["reporting_category"] = movement.AmountCents < 0 ? "dispute" : "dispute_reversal",
        ["source"] = dispute.Id,
        ["status"] = "available",
        ["type"] = "adjustment",
    };
}
