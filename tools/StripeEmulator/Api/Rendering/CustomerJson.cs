using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A customer as JSON; of a deleted one only the tombstone.</summary>
internal static class CustomerJson
{
    public static JsonObject Render(Customer customer, ApiVersion version) => customer.IsDeleted
        ? new JsonObject { ["id"] = customer.Id, ["object"] = customer.ObjectName, ["deleted"] = true }
        : Whole(customer, version);

    private static JsonObject Whole(Customer customer, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = customer.Id,
            ["object"] = customer.ObjectName,
            ["address"] = ResourceJson.Address(customer.Address),
            ["balance"] = customer.BalanceCents,
            ["created"] = customer.Created,
            ["currency"] = customer.Currency,
            ["default_source"] = null,
            ["delinquent"] = customer.IsDelinquent,
            ["description"] = customer.Description,
            ["discount"] = null,
            ["email"] = customer.Email,
            ["invoice_prefix"] = customer.InvoicePrefix,
            ["invoice_settings"] = new JsonObject
            {
                ["custom_fields"] = null,
                ["default_payment_method"] = customer.DefaultPaymentMethodId,
                ["footer"] = null,
                ["rendering_options"] = null,
            },
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(customer.Metadata),
            ["name"] = customer.Name,
            ["next_invoice_sequence"] = 1,
            ["phone"] = customer.Phone,
            ["preferred_locales"] = new JsonArray([.. customer.PreferredLocales.Select(locale => (JsonNode)locale)]),
            ["shipping"] = ResourceJson.Shipping(customer.Shipping),
            ["tax_exempt"] = customer.TaxExempt,
            ["test_clock"] = customer.TestClockId,
        };

        if (customer.BusinessName is { } business)
        {
            json["business_name"] = business;
        }

        if (customer.IndividualName is { } individual)
        {
            json["individual_name"] = individual;
        }

        if (version.IsAtLeast(ApiVersion.CustomerAccounts))
        {
            json["customer_account"] = null;
        }

        return json;
    }
}
