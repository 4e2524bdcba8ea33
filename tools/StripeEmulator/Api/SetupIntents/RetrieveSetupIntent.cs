using System.Security.Cryptography;
using System.Text;
using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.SetupIntents;

/// <summary>GET /v1/setup_intents/:id, by a server, or by a page that has the client secret.</summary>
internal static class RetrieveSetupIntent
{
    public static void MapRetrieveSetupIntent(this StripeRoutes api) => api.Map(
        "GET",
        "/v1/setup_intents/{id}",
        ObjectNames.SetupIntent,
        parameters => parameters.Text("client_secret"),
        Find,
        allowsPublishableKey: true);

    /// <summary>The intent in the path, for a caller that may see it.</summary>
    public static SetupIntent Find(ApiCall call, string? clientSecret)
    {
        if (clientSecret is null && call.Key == KeyKind.Publishable)
        {
            throw StripeError.MissingParameter("client_secret");
        }

        var intent = call.State.SetupIntents.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.SetupIntent, call.Id, "intent");
        return clientSecret is null || IsSame(clientSecret, intent.ClientSecret)
            ? intent
            : throw StripeError.InvalidParameter(
                "The client_secret provided does not match the client_secret associated with the SetupIntent.",
                "client_secret",
                "setup_intent_invalid_parameter");
    }

    /// <summary>The intent of a request that wants to go on with it.</summary>
    public static SetupIntent FindOpen(ApiCall call, string? clientSecret, string done) =>
        Find(call, clientSecret) is var intent && intent.IsOpen
            ? intent
            : throw StripeError.UnexpectedState(
                $"You cannot {done} this SetupIntent because it has a status of {SetupIntentJson.NameOf(intent.Status)}.", intent);

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
