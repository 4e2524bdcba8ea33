using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>Sessions and configurations of the billing portal as JSON.</summary>
internal static class PortalJson
{
    public static JsonObject Render(PortalSession session, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = session.Id,
            ["object"] = session.ObjectName,
            ["configuration"] = session.ConfigurationId,
            ["created"] = session.Created,
            ["customer"] = session.CustomerId,
            ["flow"] = null,
            ["livemode"] = false,
            ["locale"] = session.Locale,
            ["on_behalf_of"] = null,
            ["return_url"] = session.ReturnUrl,
            ["url"] = session.Url,
        };
        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["customer_account"] = null;
        }

        return json;
    }

    public static JsonObject Render(PortalConfiguration configuration, ApiVersion version)
    {
        var json = Fields(configuration);
        if (version.IsAtLeast(ApiVersion.Endive))
        {
            AddEndive(json["features"]!);
        }

        return json;
    }

    private static JsonObject Fields(PortalConfiguration configuration) => new()
    {
        ["id"] = configuration.Id,
        ["object"] = configuration.ObjectName,
        ["active"] = configuration.IsActive,
        ["application"] = null,
        ["business_profile"] = new JsonObject
        {
            ["headline"] = configuration.Headline,
            ["privacy_policy_url"] = configuration.PrivacyPolicyUrl,
            ["terms_of_service_url"] = configuration.TermsOfServiceUrl,
        },
        ["created"] = configuration.Created,
        ["default_return_url"] = configuration.DefaultReturnUrl,
        ["features"] = Features(configuration.Features),
        ["is_default"] = configuration.IsDefault,
        ["livemode"] = false,
        ["login_page"] = new JsonObject { ["enabled"] = false, ["url"] = null },
        ["metadata"] = ResourceJson.Metadata(configuration.Metadata),
        ["name"] = configuration.Name,
        ["updated"] = configuration.Updated,
    };

    private static JsonObject Features(PortalFeatures features) => new()
    {
        ["customer_update"] = new JsonObject { ["allowed_updates"] = new JsonArray(), ["enabled"] = false },
        ["invoice_history"] = new JsonObject { ["enabled"] = features.ShowsInvoices },
        ["payment_method_update"] = new JsonObject { ["enabled"] = features.UpdatesPaymentMethod },
        ["subscription_cancel"] = new JsonObject
        {
            ["cancellation_reason"] = new JsonObject { ["enabled"] = false, ["options"] = new JsonArray() },
            ["enabled"] = features.CancelsSubscriptions,
            ["mode"] = features.CancelsImmediately ? "immediately" : "at_period_end",
            ["proration_behavior"] = "none",
        },
        ["subscription_update"] = new JsonObject
        {
            ["default_allowed_updates"] = features.ChangesPrice ? new JsonArray("price") : new JsonArray(),
            ["enabled"] = features.ChangesPrice,
            ["products"] = new JsonArray([.. features.Products.Select(Product)]),
            ["proration_behavior"] = features.ProrationBehavior,
            ["schedule_at_period_end"] = new JsonObject { ["conditions"] = new JsonArray() },
        },
    };

    private static void AddEndive(JsonNode features)
    {
        features["payment_method_update"]!["payment_method_configuration"] = null;
        features["subscription_cancel"]!["cancellation_reason"]!["feedback_options"] = null;
        features["subscription_pause"] = new JsonObject
        {
            ["duration"] = new JsonObject { ["interval_options"] = new JsonArray(), ["type"] = "indefinite" },
            ["enabled"] = false,
        };
        features["subscription_update"]!["billing_cycle_anchor"] = null;
        features["subscription_update"]!["trial_update_behavior"] = "end_trial";
    }

    private static JsonObject Product(PortalProduct product) => new()
    {
        ["adjustable_quantity"] = new JsonObject { ["enabled"] = false, ["maximum"] = null, ["minimum"] = 1 },
        ["prices"] = new JsonArray([.. product.PriceIds.Select(price => (JsonNode)price)]),
        ["product"] = product.ProductId,
    };
}
