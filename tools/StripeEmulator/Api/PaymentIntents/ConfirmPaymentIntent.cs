using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>POST /v1/payment_intents/:id/confirm, by a server, or by a page that has the client secret.</summary>
internal static class ConfirmPaymentIntent
{
    public static void MapConfirmPaymentIntent(this StripeRoutes api) => api.Map(
        "POST",
        "/v1/payment_intents/{id}/confirm",
        ObjectNames.PaymentIntent,
        Read,
        Apply,
        allowsPublishableKey: true);

    /// <summary>Charges the card; a decline is the answer 402, and the payment stands open for another card.</summary>
    public static PaymentIntent Charge(ApiCall call, PaymentIntent intent, PaymentMethod method, ConfirmationParameters confirmation)
    {
        var attempted = call.Processes.Payments.Attempt(intent, method, confirmation.For(call), call.Cause);
        return attempted.LastPaymentError is null ? attempted : throw StripeError.CardDeclined(attempted);
    }

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("amount_details", "payment_details", "hooks");
        return new Request(
            RetrievePaymentIntent.ReadClientSecret(parameters),
            parameters.Integer("amount_to_confirm"),
            PaymentIntentParameters.ReadCaptureMethod(parameters),
            parameters.TextChange("receipt_email"),
            parameters.OneOfChange("setup_future_usage", "on_session", "off_session"),
            AddressParameters.ReadShipping(parameters),
            ConfirmationParameters.Read(parameters),
            MethodParameters.Read(parameters));
    }

    private static PaymentIntent Apply(ApiCall call, Request request)
    {
        var intent = RetrievePaymentIntent.Find(call, request.ClientSecret);
        RefuseUnlessConfirmable(call, intent, request);

        var method = request.Method.Resolve(call.State)
            ?? (intent.PaymentMethodId is { } known ? call.State.PaymentMethods.Find(known) : null)
            ?? throw StripeError.UnexpectedState(
                "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with "
                + "a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
                intent);

        return Charge(
            call,
            intent with
            {
                CaptureMethod = request.CaptureMethod ?? intent.CaptureMethod,
                ReceiptEmail = request.ReceiptEmail.Or(intent.ReceiptEmail),
                SetupFutureUsage = request.SetupFutureUsage.Or(intent.SetupFutureUsage),
                Shipping = request.Shipping.Or(intent.Shipping),
            },
            method,
            request.Confirmation);
    }

    private static void RefuseUnlessConfirmable(ApiCall call, PaymentIntent intent, Request request)
    {
        if (intent.Status == PaymentIntentStatus.Succeeded)
        {
            throw StripeError.UnexpectedState(
                "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.", intent);
        }

        if (!intent.IsOpen)
        {
            throw StripeError.UnexpectedState(
                $"You cannot confirm this PaymentIntent because it has a status of {PaymentIntentJson.NameOf(intent.Status)}. Only a "
                + "PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.",
                intent);
        }

        if (call.Key == KeyKind.Publishable && intent.ConfirmationMethod == "manual")
        {
            throw StripeError.InvalidParameter(
                "This PaymentIntent cannot be confirmed using your publishable key because its `confirmation_method` is set to `manual`. "
                + "Please use your secret key instead.",
                "confirmation_method");
        }

        if (request.AmountToConfirmCents is { } expected && expected != intent.AmountCents)
        {
            throw StripeError.InvalidParameter(
                "The amount to confirm does not match the amount of this PaymentIntent.", "amount_to_confirm", "amount_mismatch");
        }
    }

    private sealed record Request(
        string? ClientSecret,
        long? AmountToConfirmCents,
        string? CaptureMethod,
        Change<string> ReceiptEmail,
        Change<string> SetupFutureUsage,
        Change<Shipping> Shipping,
        ConfirmationParameters Confirmation,
        MethodParameters Method);
}
