using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A payment method as JSON.</summary>
internal static class PaymentMethodJson
{
    public static JsonObject Render(PaymentMethod method, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = method.Id,
            ["object"] = method.ObjectName,
            ["allow_redisplay"] = "unspecified",
            ["billing_details"] = ResourceJson.BillingDetails(method.BillingDetails),
            ["card"] = Card(method),
            ["created"] = method.Created,
            ["customer"] = method.CustomerId,
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(method.Metadata),
            ["type"] = "card",
        };

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["customer_account"] = null;
        }

        return json;
    }

    private static JsonObject Card(PaymentMethod method) => new()
    {
        ["brand"] = method.Card.Brand,
        ["checks"] = Checks(method.Card),
        ["country"] = "US",
        ["display_brand"] = method.Card.Brand,
        ["exp_month"] = method.ExpiryMonth,
        ["exp_year"] = method.ExpiryYear,
        ["fingerprint"] = method.Card.Fingerprint,
        ["funding"] = method.Card.Funding,
        ["generated_from"] = null,
        ["last4"] = method.Card.Last4,
        ["networks"] = new JsonObject { ["available"] = new JsonArray(method.Card.Brand), ["preferred"] = null },
        ["regulated_status"] = "unregulated",
        ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
        ["wallet"] = null,
    };

    public static JsonObject Checks(TestCard card) => new()
    {
        ["address_line1_check"] = null,
        ["address_postal_code_check"] = null,
        ["cvc_check"] = card.Decline == Decline.IncorrectCvc ? "fail" : "pass",
    };
}
