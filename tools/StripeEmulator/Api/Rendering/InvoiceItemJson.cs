using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>An amount that waits for an invoice, as JSON.</summary>
internal static class InvoiceItemJson
{
    public static JsonObject Render(InvoiceItem item, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = item.Id,
            ["object"] = item.ObjectName,
            ["amount"] = item.AmountCents,
            ["currency"] = item.Currency,
            ["customer"] = item.CustomerId,
            ["date"] = item.Created,
            ["description"] = item.Description,
            ["discountable"] = item.IsDiscountable,
            ["discounts"] = new JsonArray(),
            ["invoice"] = item.InvoiceId,
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(item.Metadata),
            ["period"] = InvoiceLineJson.Period(item.Period),
            ["proration"] = item.IsProration,
            ["quantity"] = item.Quantity,
            ["tax_rates"] = new JsonArray(),
            ["test_clock"] = item.TestClockId,
        };
        if (version.IsAtLeast(ApiVersion.Basil))
        {
            json["parent"] = Parent(item);
            json["pricing"] = InvoiceLineJson.Pricing(item.Price);
        }
        else
        {
            AddBeforeBasil(json, item);
        }

        if (version.IsAtLeast(ApiVersion.Clover))
        {
            json["net_amount"] = item.AmountCents;
        }

        if (version.IsAtLeast(ApiVersion.CustomerAccounts))
        {
            json["customer_account"] = null;
        }

        if (version.IsAtLeast(ApiVersion.Dahlia))
        {
            json["quantity_decimal"] = PriceJson.Decimal(item.Quantity);
        }

        return json;
    }

    private static JsonObject? Parent(InvoiceItem item)
    {
        if (item.SubscriptionId is null)
        {
            return null;
        }

        var details = new JsonObject { ["subscription"] = item.SubscriptionId };
        if (item.SubscriptionItemId is { } subscriptionItem)
        {
            details["subscription_item"] = subscriptionItem;
        }

        return new JsonObject { ["subscription_details"] = details, ["type"] = "subscription_details" };
    }

    private static void AddBeforeBasil(JsonObject json, InvoiceItem item)
    {
        var unitAmount = item.IsProration ? item.AmountCents : item.Price.UnitAmountCents;
        json["plan"] = item.Price.Recurrence is null ? null : PriceJson.Plan(item.Price);
        json["price"] = PriceJson.Render(item.Price);
        json["subscription"] = item.SubscriptionId;
        if (item.SubscriptionItemId is { } subscriptionItem)
        {
            json["subscription_item"] = subscriptionItem;
        }

        json["unit_amount"] = unitAmount;
        json["unit_amount_decimal"] = PriceJson.Decimal(unitAmount);
    }
}
