using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A movement of the balance as JSON. The money is there at once: the local Stripe pays nothing out.</summary>
internal static class BalanceTransactionJson
{
    public static JsonObject Render(BalanceTransaction transaction) => new()
    {
        ["id"] = transaction.Id,
        ["object"] = transaction.ObjectName,
        ["amount"] = transaction.AmountCents,
        ["available_on"] = transaction.Created,
        ["balance_type"] = "payments",
        ["created"] = transaction.Created,
        ["currency"] = transaction.Currency,
        ["description"] = transaction.Description,
        ["exchange_rate"] = null,
        ["fee"] = transaction.FeeCents,
        ["fee_details"] = transaction.FeeCents == 0 ? new JsonArray() : new JsonArray(new JsonObject
        {
            ["amount"] = transaction.FeeCents,
            ["application"] = null,
            ["currency"] = transaction.Currency,
            ["description"] = transaction.Reason.Type == "adjustment" ? "Dispute fee" : "Stripe processing fees",
            ["type"] = "stripe_fee",
        }),
        ["net"] = transaction.AmountCents - transaction.FeeCents,
        ["reporting_category"] = transaction.Reason.ReportingCategory,
        ["source"] = transaction.SourceId,
        ["status"] = "available",
        ["type"] = transaction.Reason.Type,
    };
}
