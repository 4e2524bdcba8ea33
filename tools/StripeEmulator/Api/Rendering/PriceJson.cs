using System.Globalization;
using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A price as JSON, and the same as the plan it would have been in Stripe's first years.</summary>
internal static class PriceJson
{
    public static JsonObject Render(Price price) => new()
    {
        ["id"] = price.Id,
        ["object"] = price.ObjectName,
        ["active"] = price.IsActive,
        ["billing_scheme"] = "per_unit",
        ["created"] = price.Created,
        ["currency"] = price.Currency,
        ["custom_unit_amount"] = null,
        ["livemode"] = false,
        ["lookup_key"] = price.LookupKey,
        ["metadata"] = ResourceJson.Metadata(price.Metadata),
        ["nickname"] = price.Nickname,
        ["product"] = price.ProductId,
        ["recurring"] = price.Recurrence is not { } recurrence ? null : new JsonObject
        {
            ["interval"] = recurrence.Interval,
            ["interval_count"] = recurrence.Count,
            ["meter"] = null,
            ["trial_period_days"] = recurrence.TrialDays,
            ["usage_type"] = "licensed",
        },
        ["tax_behavior"] = price.TaxBehavior,
        ["tiers_mode"] = null,
        ["transform_quantity"] = null,
        ["type"] = price.TypeName,
        ["unit_amount"] = price.UnitAmountCents,
        ["unit_amount_decimal"] = Decimal(price.UnitAmountCents),
    };

    /// <summary>Only of a recurring price.</summary>
    public static JsonObject Plan(Price price) => new()
    {
        ["id"] = price.Id,
        ["object"] = "plan",
        ["active"] = price.IsActive,
        ["amount"] = price.UnitAmountCents,
        ["amount_decimal"] = Decimal(price.UnitAmountCents),
        ["billing_scheme"] = "per_unit",
        ["created"] = price.Created,
        ["currency"] = price.Currency,
        ["interval"] = price.Recurrence!.Interval,
        ["interval_count"] = price.Recurrence.Count,
        ["livemode"] = false,
        ["metadata"] = ResourceJson.Metadata(price.Metadata),
        ["meter"] = null,
        ["nickname"] = price.Nickname,
        ["product"] = price.ProductId,
        ["tiers_mode"] = null,
        ["transform_usage"] = null,
        ["trial_period_days"] = price.Recurrence.TrialDays,
        ["usage_type"] = "licensed",
    };

    /// <summary>Stripe writes decimals as texts.</summary>
    public static string Decimal(long number) => number.ToString(CultureInfo.InvariantCulture);
}
