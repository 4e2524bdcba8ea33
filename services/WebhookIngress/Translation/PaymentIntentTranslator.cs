using System.Globalization;
using System.Text.Json;
using Contracts;

namespace WebhookIngress.Translation;

/// <summary>Turns the events of a credit pack's PaymentIntent into messages. A pure function of the event.</summary>
internal static class PaymentIntentTranslator
{
    private const int UserIdLengthMax = 128;
    private const int FailureTextLengthMax = 500;

    /// <returns>The message; null when the payment is none of ours.</returns>
    /// <exception cref="MalformedEventException">It is ours and lacks what a grant needs.</exception>
    public static object? Translate(StripeEvent stripeEvent)
    {
        var payment = stripeEvent.Object;
        var metadata = payment.OptionalMember("metadata") ?? default;
        if (metadata.OptionalText(StripeMetadata.Type) != StripeMetadata.PlaygroundCredits)
        {
            return null;
        }
        return stripeEvent.Type == StripeEventTypes.PaymentIntentSucceeded
            ? Succeeded(stripeEvent, payment, metadata)
            : Failed(stripeEvent, payment, metadata);
    }

    private static PaymentSucceeded Succeeded(StripeEvent stripeEvent, JsonElement payment, JsonElement metadata) => new()
    {
        EventId = stripeEvent.Id,
        PaymentIntentId = payment.RequiredText("id"),
        UserId = UserId(metadata),
        PurchaseId = PurchaseId(metadata),
        Credits = Number(metadata, StripeMetadata.Credits) is > 0 and { } credits
            ? credits
            : throw new MalformedEventException($"The payment's metadata has no '{StripeMetadata.Credits}' above zero."),
        AmountCents = payment.RequiredNumber("amount_received"),
        Currency = payment.RequiredText("currency"),
        ExpectedAmountCents = Number(metadata, StripeMetadata.AmountCents),
        ExpectedCurrency = metadata.OptionalText(StripeMetadata.Currency),
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static PaymentFailed Failed(StripeEvent stripeEvent, JsonElement payment, JsonElement metadata)
    {
        var error = payment.OptionalMember("last_payment_error") ?? default;
        return new PaymentFailed
        {
            EventId = stripeEvent.Id,
            PaymentIntentId = payment.RequiredText("id"),
            UserId = UserId(metadata),
            PurchaseId = PurchaseId(metadata),
            FailureCode = Shorten(error.OptionalText("decline_code") ?? error.OptionalText("code")),
            FailureMessage = Shorten(error.OptionalText("message")),
            OccurredAt = stripeEvent.CreatedAt,
        };
    }

    private static string UserId(JsonElement metadata)
    {
        var userId = metadata.RequiredText(StripeMetadata.UserId);
        return userId.Length <= UserIdLengthMax && !userId.Any(char.IsControl)
            ? userId
            : throw new MalformedEventException($"The payment's '{StripeMetadata.UserId}' is no user id.");
    }

    // Absent on payments that were not started by Billing; they are granted all the same.
    private static Guid? PurchaseId(JsonElement metadata) =>
        Guid.TryParse(metadata.OptionalText(StripeMetadata.PurchaseId), out var id) ? id : null;

    private static long? Number(JsonElement metadata, string name) =>
        long.TryParse(metadata.OptionalText(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Shorten(string? text) => text?.Length > FailureTextLengthMax ? text[..FailureTextLengthMax] : text;
}
