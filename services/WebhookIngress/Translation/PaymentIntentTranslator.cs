using System.Diagnostics;
using System.Text.Json;
using Contracts;

namespace WebhookIngress.Translation;

/// <summary>The payment of a credit pack. Ours when the PaymentIntent's metadata says so; its shape is the same in all API versions.</summary>
internal static class PaymentIntentTranslator
{
    private const int FailureTextLengthMax = 500;

    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var payment = stripeEvent.Object;
        var metadata = Metadata.Of(payment);
        if (metadata.Type != StripeMetadata.PlaygroundCredits)
        {
            return [];
        }
        return
        [
            stripeEvent.Type switch
            {
                StripeEventTypes.PaymentIntentSucceeded => Succeeded(stripeEvent, payment, metadata),
                StripeEventTypes.PaymentIntentPaymentFailed => Failed(stripeEvent, payment, metadata),
                StripeEventTypes.PaymentIntentProcessing => ProcessingStarted(stripeEvent, payment, metadata),
                StripeEventTypes.PaymentIntentCanceled => Canceled(stripeEvent, payment, metadata),
                _ => throw new UnreachableException(),
            },
        ];
    }

    private static PaymentSucceeded Succeeded(StripeEvent stripeEvent, JsonElement payment, Metadata metadata) => new()
    {
        EventId = stripeEvent.Id,
        PaymentIntentId = payment.RequiredId("id"),
        UserId = metadata.UserId,
        PurchaseId = metadata.PurchaseId,
        Credits = metadata.Number(StripeMetadata.Credits) is > 0 and { } credits
            ? credits
            : throw new MalformedEventException($"The metadata has no '{StripeMetadata.Credits}' above zero."),
        AmountCents = payment.RequiredCents("amount_received"),
        Currency = payment.RequiredCurrency(),
        ExpectedAmountCents = metadata.Number(StripeMetadata.AmountCents),
        ExpectedCurrency = metadata.Text(StripeMetadata.Currency),
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static PaymentFailed Failed(StripeEvent stripeEvent, JsonElement payment, Metadata metadata)
    {
        var error = payment.OptionalMember("last_payment_error") ?? default;
        return new PaymentFailed
        {
            EventId = stripeEvent.Id,
            PaymentIntentId = payment.RequiredId("id"),
            UserId = metadata.UserId,
            PurchaseId = metadata.PurchaseId,
            FailureCode = Shorten(error.OptionalText("decline_code") ?? error.OptionalText("code")),
            FailureMessage = Shorten(error.OptionalText("message")),
            OccurredAt = stripeEvent.CreatedAt,
        };
    }

    private static PaymentProcessingStarted ProcessingStarted(StripeEvent stripeEvent, JsonElement payment, Metadata metadata) => new()
    {
        EventId = stripeEvent.Id,
        PaymentIntentId = payment.RequiredId("id"),
        UserId = metadata.UserId,
        PurchaseId = metadata.PurchaseId,
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static PaymentCanceled Canceled(StripeEvent stripeEvent, JsonElement payment, Metadata metadata) => new()
    {
        EventId = stripeEvent.Id,
        PaymentIntentId = payment.RequiredId("id"),
        UserId = metadata.UserId,
        PurchaseId = metadata.PurchaseId,
        Reason = Shorten(payment.OptionalText("cancellation_reason")),
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static string? Shorten(string? text) => text?.Length > FailureTextLengthMax ? text[..FailureTextLengthMax] : text;
}
