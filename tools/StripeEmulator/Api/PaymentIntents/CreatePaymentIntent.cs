using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>POST /v1/payment_intents, with <c>confirm=true</c> charging the card in the same request.</summary>
internal static class CreatePaymentIntent
{
    public static void MapCreatePaymentIntent(this StripeRoutes api) =>
        api.Map("POST", "/v1/payment_intents", ObjectNames.PaymentIntent, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        var request = new Request(
            AmountParameters.Checked(parameters.RequiredInteger("amount")),
            AmountParameters.Currency(parameters) ?? throw StripeError.MissingParameter("currency"),
            parameters.Flag("confirm") ?? false,
            parameters.OneOf("confirmation_method", "automatic", "manual") ?? "automatic",
            Redirects(parameters),
            ConfirmationParameters.Read(parameters),
            PaymentIntentParameters.Read(parameters));

        return request is { Confirm: true, Fields.Method: { IdOrToken: null, Card: null } }
            ? throw StripeError.InvalidParameter(
                "You cannot confirm this PaymentIntent because it's missing a payment method.", "payment_method", "parameter_missing")
            : request;
    }

    private static PaymentIntent Apply(ApiCall call, Request request)
    {
        var (state, cause) = (call.State, call.Cause);
        var id = StripeIds.PaymentIntent(state.Now);
        var draft = request.Fields.ApplyTo(
            new PaymentIntent
            {
                Id = id,
                Created = state.Now,
                AmountCents = request.AmountCents,
                Currency = request.Currency,
                ClientSecret = StripeIds.ClientSecret(id),
                Status = PaymentIntentStatus.RequiresPaymentMethod,
                ConfirmationMethod = request.ConfirmationMethod,
                AutomaticPaymentMethods = request.Fields.Method.NamesTypes ? null : new AutomaticPaymentMethods(request.AllowRedirects),
            },
            state);

        var method = request.Fields.Method.Resolve(state);
        var created = state.PaymentIntents.Put(draft with
        {
            PaymentMethodId = method?.Id,
            Status = method is null ? PaymentIntentStatus.RequiresPaymentMethod : PaymentIntentStatus.RequiresConfirmation,
        });
        state.Record(EventTypes.PaymentIntentCreated, created, cause);
        return request.Confirm ? ConfirmPaymentIntent.Charge(call, created, method!, request.Confirmation) : created;
    }

    private static string Redirects(Parameters parameters)
    {
        if (parameters.Nested("automatic_payment_methods") is not { } automatic)
        {
            return "always";
        }

        _ = automatic.Flag("enabled") ?? throw StripeError.MissingParameter(automatic.NameOf("enabled"));
        return automatic.OneOf("allow_redirects", "always", "never") ?? "always";
    }

    private sealed record Request(
        long AmountCents,
        string Currency,
        bool Confirm,
        string ConfirmationMethod,
        string AllowRedirects,
        ConfirmationParameters Confirmation,
        PaymentIntentParameters Fields);
}
