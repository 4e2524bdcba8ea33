using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>Why a method was refused, as far as payments and setups say it alike.</summary>
internal static class DeclineJson
{
    public static JsonObject Render(Decline decline, PaymentMethod method, ApiVersion version) => new()
    {
        ["code"] = decline.Code,
        ["doc_url"] = StripeError.DocumentationUrl(decline.Code),
        ["message"] = decline.Message,
        ["payment_method"] = PaymentMethodJson.Render(method, version),
        ["type"] = decline.ErrorType,
    };
}
