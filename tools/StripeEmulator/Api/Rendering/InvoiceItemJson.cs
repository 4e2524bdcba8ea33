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
            ["discountable"] = false,
            ["discounts"] = new JsonArray(),
            ["invoice"] = item.InvoiceId,
            ["livemode"] = false,
            ["metadata"] = new JsonObject(),
            ["period"] = InvoiceLineJson.Period(item.Period),
            ["proration"] = true,
            ["quantity"] = item.Quantity,
            ["tax_rates"] = new JsonArray(),
            ["test_clock"] = null,
        };
        if (version.IsAtLeast(ApiVersion.Basil))
        {
            json["parent"] = new JsonObject
            {
                ["subscription_details"] = new JsonObject
                {
                    ["subscription"] = item.SubscriptionId,
                    ["subscription_item"] = item.SubscriptionItemId,
                },
                ["type"] = "subscription_details",
            };
            json["pricing"] = InvoiceLineJson.Pricing(item.Price);
        }
        else
        {
            json["plan"] = PriceJson.Plan(item.Price);
            json["price"] = PriceJson.Render(item.Price);
            json["subscription"] = item.SubscriptionId;
            json["subscription_item"] = item.SubscriptionItemId;
            json["unit_amount"] = item.AmountCents;
            json["unit_amount_decimal"] = PriceJson.Decimal(item.AmountCents);
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["customer_account"] = null;
            json["net_amount"] = item.AmountCents;
            json["quantity_decimal"] = PriceJson.Decimal(item.Quantity);
        }

        return json;
    }
}
