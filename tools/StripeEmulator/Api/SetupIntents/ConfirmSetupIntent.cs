using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.SetupIntents;

/// <summary>POST /v1/setup_intents/:id/confirm, by a server, or by a page that has the client secret.</summary>
internal static class ConfirmSetupIntent
{
    public static void MapConfirmSetupIntent(this StripeRoutes api) => api.Map(
        "POST",
        "/v1/setup_intents/{id}/confirm",
        ObjectNames.SetupIntent,
        Read,
        Apply,
        allowsPublishableKey: true);

    /// <summary>Saves the method; a refusal is the answer 402, and the intent stands open for another.</summary>
    public static SetupIntent Attempt(ApiCall call, SetupIntent intent, PaymentMethod method, SetupConfirmation confirmation)
    {
        if (method.CustomerId is { } owner && owner != intent.CustomerId)
        {
            throw StripeError.InvalidParameter(
                "The payment method belongs to a customer. Please include that customer in the SetupIntent.", "payment_method");
        }

        var attempted = call.Processes.Setups.Attempt(intent, method, confirmation.For(call), call.Cause);
        return attempted.LastError is null ? attempted : throw StripeError.SetupRefused(attempted);
    }

    private static Request Read(Parameters parameters) =>
        new(parameters.Text("client_secret"), SetupConfirmation.Read(parameters), MethodParameters.Read(parameters));

    private static SetupIntent Apply(ApiCall call, Request request)
    {
        var intent = RetrieveSetupIntent.FindOpen(call, request.ClientSecret, "confirm");
        var method = request.Method.Resolve(call.State)
            ?? (intent.PaymentMethodId is { } known ? call.State.PaymentMethods.Find(known) : null)
            ?? throw StripeError.UnexpectedState("You cannot confirm this SetupIntent because it's missing a payment method.", intent);
        return Attempt(call, intent, method, request.Confirmation);
    }

    private sealed record Request(string? ClientSecret, SetupConfirmation Confirmation, MethodParameters Method);
}
