using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>POST /v1/payment_intents/:id/capture: takes the reserved money, or a part of it and lets the rest go.</summary>
internal static class CapturePaymentIntent
{
    public static void MapCapturePaymentIntent(this StripeRoutes api) =>
        api.Map("POST", "/v1/payment_intents/{id}/capture", ObjectNames.PaymentIntent, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("amount_details", "payment_details", "hooks");
        foreach (var name in (string[])["application_fee_amount", "transfer_data"])
        {
            if (parameters.Has(name))
            {
                throw StripeError.NotEmulated($"the parameter {name} of captures", name);
            }
        }

        if (parameters.Flag("final_capture") == false)
        {
            throw StripeError.NotEmulated("more than one capture of a payment", "final_capture");
        }

        var amount = parameters.Integer("amount_to_capture");
        return amount < 1
            ? throw StripeError.InvalidParameter(
                "This value must be greater than or equal to 1.", "amount_to_capture", "parameter_invalid_integer")
            : new Request(
                amount,
                parameters.TextChange("statement_descriptor", lengthMax: 22),
                parameters.TextChange("statement_descriptor_suffix", lengthMax: 22),
                parameters.Metadata());
    }

    private static PaymentIntent Apply(ApiCall call, Request request)
    {
        var intent = RetrievePaymentIntent.Find(call, clientSecret: null);
        if (intent.Status != PaymentIntentStatus.RequiresCapture)
        {
            throw StripeError.UnexpectedState(
                $"This PaymentIntent could not be captured because it has a status of {PaymentIntentJson.NameOf(intent.Status)}. Only a "
                + "PaymentIntent with one of the following statuses may be captured: requires_capture.",
                intent);
        }

        if (request.AmountCents > intent.AmountCents)
        {
            throw StripeError.InvalidParameter(
                "The requested capture amount is greater than the amount you can capture for this charge. Try again with an amount less "
                + $"than or equal to {Amounts.Shown(intent.AmountCents, intent.Currency)}.",
                "amount_to_capture",
                "amount_too_large");
        }

        return call.Processes.Captures.Capture(
            intent with
            {
                StatementDescriptor = request.StatementDescriptor.Or(intent.StatementDescriptor),
                StatementDescriptorSuffix = request.StatementDescriptorSuffix.Or(intent.StatementDescriptorSuffix),
                Metadata = request.Metadata.ApplyWithinLimit(intent.Metadata),
            },
            request.AmountCents ?? intent.AmountCents,
            call.Cause);
    }

    private sealed record Request(
        long? AmountCents, Change<string> StatementDescriptor, Change<string> StatementDescriptorSuffix, MetadataChange Metadata);
}
