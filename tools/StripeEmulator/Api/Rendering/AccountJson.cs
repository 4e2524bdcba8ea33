using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>The account as JSON: one that may take payments and be paid out.</summary>
internal static class AccountJson
{
    public static JsonObject Render(Account account) => new()
    {
        ["id"] = account.Id,
        ["object"] = account.ObjectName,
        ["business_type"] = "company",
        ["capabilities"] = new JsonObject { ["card_payments"] = "active", ["transfers"] = "active" },
        ["charges_enabled"] = true,
        ["country"] = "US",
        ["created"] = account.Created,
        ["default_currency"] = "usd",
        ["details_submitted"] = true,
        ["email"] = null,
        ["metadata"] = new JsonObject(),
        ["payouts_enabled"] = true,
        ["type"] = "standard",
    };
}
