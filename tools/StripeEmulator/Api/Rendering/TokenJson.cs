using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A token as JSON, with its card in the shape of Stripe's older cards.</summary>
internal static class TokenJson
{
    public static JsonObject Render(Token token) => new()
    {
        ["id"] = token.Id,
        ["object"] = token.ObjectName,
        ["card"] = Card(token),
        ["client_ip"] = "127.0.0.1",
        ["created"] = token.Created,
        ["livemode"] = false,
        ["type"] = "card",
        ["used"] = token.IsUsed,
    };

    private static JsonObject Card(Token token) => new()
    {
        ["id"] = token.CardId,
        ["object"] = "card",
        ["address_city"] = token.Address.City,
        ["address_country"] = token.Address.Country,
        ["address_line1"] = token.Address.Line1,
        ["address_line1_check"] = token.Address.Line1 is null ? null : "unchecked",
        ["address_line2"] = token.Address.Line2,
        ["address_state"] = token.Address.State,
        ["address_zip"] = token.Address.PostalCode,
        ["address_zip_check"] = token.Address.PostalCode is null ? null : "unchecked",
        ["brand"] = BrandName(token.Card.Brand),
        ["country"] = "US",
        ["cvc_check"] = "unchecked",
        ["dynamic_last4"] = null,
        ["exp_month"] = token.ExpiryMonth,
        ["exp_year"] = token.ExpiryYear,
        ["fingerprint"] = token.Card.Fingerprint,
        ["funding"] = token.Card.Funding,
        ["last4"] = token.Card.Last4,
        ["metadata"] = new JsonObject(),
        ["name"] = token.Name,
        ["regulated_status"] = "unregulated",
        ["tokenization_method"] = null,
    };

    /// <summary>As the older cards call it.</summary>
    private static string BrandName(string brand) => brand switch
    {
        "visa" => "Visa",
        "mastercard" => "MasterCard",
        "amex" => "American Express",
        "discover" => "Discover",
        "diners" => "Diners Club",
        "jcb" => "JCB",
        "unionpay" => "UnionPay",
        _ => "Unknown",
    };
}
