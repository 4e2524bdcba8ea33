using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>The account's balance as JSON; it has no id.</summary>
internal static class BalanceJson
{
    public static JsonObject Render(Balance balance) => new()
    {
        ["object"] = balance.ObjectName,
        ["available"] = Nothing(),
        ["livemode"] = false,
        ["pending"] = Nothing(),
    };

    private static JsonArray Nothing() => new(new JsonObject
    {
        ["amount"] = 0,
        ["currency"] = "usd",
        ["source_types"] = new JsonObject { ["card"] = 0 },
    });
}
