using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>The lines of an invoice as JSON: since basil with a parent and a pricing instead of a type and a price.</summary>
internal static class InvoiceLineJson
{
    public static JsonObject List(Invoice invoice, ApiVersion version) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. invoice.Lines.Select(line => Render(invoice, line, version))]),
        ["has_more"] = false,
        ["url"] = $"/v1/invoices/{(invoice.Id.Length == 0 ? "upcoming" : invoice.Id)}/lines",
    };

    /// <summary>How an amount came about, for lines and for items that wait.</summary>
    public static JsonObject Pricing(Price price) => new()
    {
        ["price_details"] = new JsonObject { ["price"] = price.Id, ["product"] = price.ProductId },
        ["type"] = "price_details",
        ["unit_amount_decimal"] = PriceJson.Decimal(price.UnitAmountCents),
    };

    public static JsonObject Period(BillingPeriod period) => new() { ["end"] = period.End, ["start"] = period.Start };

    public static JsonObject Render(Invoice invoice, InvoiceLine line, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = line.Id,
            ["object"] = "line_item",
            ["amount"] = line.AmountCents,
            ["currency"] = invoice.Currency,
            ["description"] = line.Description,
            ["discount_amounts"] = new JsonArray(),
            ["discountable"] = line.IsDiscountable && !line.IsProration,
            ["discounts"] = new JsonArray(),
            ["invoice"] = invoice.Id.Length == 0 ? null : invoice.Id,
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(line.Metadata),
            ["period"] = Period(line.Period),
            ["pretax_credit_amounts"] = new JsonArray(),
            ["quantity"] = line.Quantity,
        };
        if (version.IsAtLeast(ApiVersion.Basil))
        {
            json["parent"] = Parent(line);
            json["pricing"] = Pricing(line.Price);
            json["subscription"] = line.SubscriptionId;
            json["taxes"] = new JsonArray();
        }
        else
        {
            AddBeforeBasil(json, line);
        }

        if (version.IsAtLeast(ApiVersion.LineSubtotals))
        {
            json["subtotal"] = line.AmountCents;
        }

        if (version.IsAtLeast(ApiVersion.Dahlia))
        {
            json["quantity_decimal"] = PriceJson.Decimal(line.Quantity);
        }

        return json;
    }

    private static JsonObject Parent(InvoiceLine line)
    {
        // A correction comes from an item that waited, but what it is about is the subscription's item.
        var isOfSubscription = line.SubscriptionItemId is not null;
        var details = new JsonObject
        {
            ["invoice_item"] = line.InvoiceItemId,
            ["proration"] = line.IsProration,
            ["proration_details"] = new JsonObject { ["credited_items"] = null },
            ["subscription"] = line.SubscriptionId,
        };
        if (isOfSubscription)
        {
            details["subscription_item"] = line.SubscriptionItemId;
        }

        return new JsonObject
        {
            ["invoice_item_details"] = isOfSubscription ? null : details,
            ["subscription_item_details"] = isOfSubscription ? details : null,
            ["type"] = isOfSubscription ? "subscription_item_details" : "invoice_item_details",
        };
    }

    private static void AddBeforeBasil(JsonObject json, InvoiceLine line)
    {
        json["amount_excluding_tax"] = line.AmountCents;
        json["plan"] = line.Price.Recurrence is null ? null : PriceJson.Plan(line.Price);
        json["price"] = PriceJson.Render(line.Price);
        json["proration"] = line.IsProration;
        json["proration_details"] = new JsonObject { ["credited_items"] = null };
        json["subscription"] = line.SubscriptionId;
        json["tax_amounts"] = new JsonArray();
        json["tax_rates"] = new JsonArray();
        json["type"] = line.InvoiceItemId is null ? "subscription" : "invoiceitem";
        json["unit_amount_excluding_tax"] = PriceJson.Decimal(line.Price.UnitAmountCents);
        if (line.SubscriptionItemId is { } subscriptionItem)
        {
            json["subscription_item"] = subscriptionItem;
        }

        if (line.InvoiceItemId is { } item)
        {
            json["invoice_item"] = item;
        }
    }
}
