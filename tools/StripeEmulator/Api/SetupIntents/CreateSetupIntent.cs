using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.SetupIntents;

/// <summary>POST /v1/setup_intents, with <c>confirm=true</c> saving the method in the same request.</summary>
internal static class CreateSetupIntent
{
    public static void MapCreateSetupIntent(this StripeRoutes api) =>
        api.Map("POST", "/v1/setup_intents", ObjectNames.SetupIntent, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.RefuseUncovered("mandates for a single use", "single_use");
        var automatic = parameters.Nested("automatic_payment_methods");
        var request = new Request(
            parameters.Flag("confirm") ?? false,
            parameters.OneOf("usage", "off_session", "on_session") ?? "off_session",
            automatic?.OneOf("allow_redirects", "always", "never") ?? "always",
            automatic is null || (automatic.Flag("enabled") ?? throw StripeError.MissingParameter(automatic.NameOf("enabled"))),
            SetupConfirmation.Read(parameters),
            SetupIntentParameters.Read(parameters));
        return request is { Confirms: true, Fields.Method: { IdOrToken: null, Card: null } }
            ? throw StripeError.InvalidParameter(
                "You cannot confirm this SetupIntent because it's missing a payment method.", "payment_method", "parameter_missing")
            : request;
    }

    private static SetupIntent Apply(ApiCall call, Request request)
    {
        var state = call.State;
        var id = StripeIds.Stamped("seti", state.Now);
        var isAutomatic = request.IsAutomatic && !request.Fields.Method.NamesTypes;
        var created = state.SetupIntents.Put(request.Fields.ApplyTo(
            new SetupIntent
            {
                Id = id,
                Created = state.Now,
                ClientSecret = StripeIds.ClientSecret(id),
                Status = SetupIntentStatus.RequiresPaymentMethod,
                AutomaticPaymentMethods = isAutomatic ? new AutomaticPaymentMethods(request.AllowRedirects) : null,
                Usage = request.Usage,
            },
            state));
        state.Record(EventTypes.SetupIntentCreated, created, call.Cause);
        return request.Confirms
            ? ConfirmSetupIntent.Attempt(call, created, state.PaymentMethods.Find(created.PaymentMethodId!)!, request.Confirmation)
            : created;
    }

    private sealed record Request(
        bool Confirms,
        string Usage,
        string AllowRedirects,
        bool IsAutomatic,
        SetupConfirmation Confirmation,
        SetupIntentParameters Fields);
}
