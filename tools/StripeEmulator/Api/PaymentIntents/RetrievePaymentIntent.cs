using System.Security.Cryptography;
using System.Text;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>GET /v1/payment_intents/:id, by a server, or by a page that has the client secret.</summary>
internal static class RetrievePaymentIntent
{
    public static void MapRetrievePaymentIntent(this StripeRoutes api) => api.Map(
        "GET",
        "/v1/payment_intents/{id}",
        ObjectNames.PaymentIntent,
        ReadClientSecret,
        Find,
        allowsPublishableKey: true);

    public static string? ReadClientSecret(Parameters parameters) => parameters.Text("client_secret");

    /// <summary>The payment in the path, for a caller that may see it.</summary>
    public static PaymentIntent Find(ApiCall call, string? clientSecret)
    {
        if (clientSecret is null && call.Key == KeyKind.Publishable)
        {
            throw StripeError.MissingParameter("client_secret");
        }

        var intent = call.State.PaymentIntents.Find(call.Id)
            ?? throw StripeError.NotFound(ObjectNames.PaymentIntent, call.Id, "intent");
        return clientSecret is null || IsSame(clientSecret, intent.ClientSecret)
            ? intent
            : throw StripeError.InvalidParameter(
                "The client_secret provided does not match the client_secret associated with the PaymentIntent.",
                "client_secret",
                "payment_intent_invalid_parameter");
    }

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
