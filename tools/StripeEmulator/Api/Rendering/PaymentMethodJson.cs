using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A payment method as JSON.</summary>
internal static class PaymentMethodJson
{
    public const string BankName = "STRIPE TEST BANK";
    public const string RoutingNumber = "110000000";

    public static JsonObject Render(PaymentMethod method, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = method.Id,
            ["object"] = method.ObjectName,
            ["allow_redisplay"] = method.AllowRedisplay,
            ["billing_details"] = ResourceJson.BillingDetails(method.BillingDetails),
            ["created"] = method.Created,
            ["customer"] = method.CustomerId,
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(method.Metadata),
            ["type"] = method.TypeName,
        };

        if (method.Card is { } card)
        {
            json["card"] = Card(method, card);
        }
        else
        {
            json[method.TypeName] = BankAccount(method.BankAccount!);
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["customer_account"] = null;
        }

        return json;
    }

    private static JsonObject Card(PaymentMethod method, TestCard card) => new()
    {
        ["brand"] = card.Brand,
        ["checks"] = Checks(card),
        ["country"] = "US",
        ["display_brand"] = card.Brand,
        ["exp_month"] = method.ExpiryMonth,
        ["exp_year"] = method.ExpiryYear,
        ["fingerprint"] = card.Fingerprint,
        ["funding"] = card.Funding,
        ["generated_from"] = null,
        ["last4"] = card.Last4,
        ["networks"] = new JsonObject { ["available"] = new JsonArray(card.Brand), ["preferred"] = null },
        ["regulated_status"] = "unregulated",
        ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
        ["wallet"] = null,
    };

    private static JsonObject BankAccount(TestBankAccount account) => new()
    {
        ["account_holder_type"] = "individual",
        ["account_type"] = "checking",
        ["bank_name"] = BankName,
        ["financial_connections_account"] = null,
        ["fingerprint"] = "EmulatedBank" + account.Last4,
        ["last4"] = account.Last4,
        ["networks"] = null,
        ["routing_number"] = RoutingNumber,
        ["status_details"] = null,
    };

    public static JsonObject Checks(TestCard card) => new()
    {
        ["address_line1_check"] = null,
        ["address_postal_code_check"] = null,
        ["cvc_check"] = card.Decline == Decline.IncorrectCvc ? "fail" : "pass",
    };
}
