using System.Text.Json;

namespace WebhookIngress.Translation;

/// <summary>A line of an invoice that is a subscription's ordinary price for a period: no proration, nothing added by hand.</summary>
internal sealed record InvoiceLine(BillingPeriod Period, long AmountCents)
{
    /// <summary>Those of one subscription. What a line is stands on itself up to acacia, in its <c>parent</c> since basil.</summary>
    public static IEnumerable<InvoiceLine> Of(JsonElement invoice, string subscriptionId) => invoice.Listed("lines")
        .Where(line => line.OptionalMember("parent") is { ValueKind: JsonValueKind.Object } parent
            ? IsItems(parent, subscriptionId)
            : IsSubscriptions(line, subscriptionId))
        .Select(line => new InvoiceLine(
            BillingPeriod.OfLine(line),
            line.OptionalNumber("amount") ?? throw new MalformedEventException("The subscription's line has no amount.")));

    private static bool IsItems(JsonElement parent, string subscriptionId) =>
        parent.OptionalText("type") == "subscription_item_details"
        && IsOrdinary(parent.OptionalMember("subscription_item_details") ?? default, subscriptionId);

    private static bool IsSubscriptions(JsonElement line, string subscriptionId) =>
        line.OptionalText("type") == "subscription" && IsOrdinary(line, subscriptionId);

    private static bool IsOrdinary(JsonElement details, string subscriptionId) =>
        !details.IsTrue("proration") && (details.OptionalId("subscription") ?? subscriptionId) == subscriptionId;
}
