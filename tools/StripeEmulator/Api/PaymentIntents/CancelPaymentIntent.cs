using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>POST /v1/payment_intents/:id/cancel, while no money has moved; reserved money is let go.</summary>
internal static class CancelPaymentIntent
{
    public static void MapCancelPaymentIntent(this StripeRoutes api) =>
        api.Map("POST", "/v1/payment_intents/{id}/cancel", ObjectNames.PaymentIntent, Read, Apply);

    private static string? Read(Parameters parameters) =>
        parameters.OneOf("cancellation_reason", "abandoned", "duplicate", "fraudulent", "requested_by_customer");

    private static PaymentIntent Apply(ApiCall call, string? reason)
    {
        var intent = RetrievePaymentIntent.Find(call, clientSecret: null);
        return intent.IsOpen || intent.Status == PaymentIntentStatus.RequiresCapture
            ? call.Processes.Payments.Cancel(intent, reason, call.Cause)
            : throw StripeError.UnexpectedState(
                $"You cannot cancel this PaymentIntent because it has a status of {PaymentIntentJson.NameOf(intent.Status)}. Only a "
                + "PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, "
                + "requires_confirmation, requires_action, processing.",
                intent);
    }
}
