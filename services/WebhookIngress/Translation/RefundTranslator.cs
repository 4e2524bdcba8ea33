using System.Text.Json;
using Contracts;

namespace WebhookIngress.Translation;

/// <summary>Money that went back, or did not arrive.</summary>
/// <remarks>
/// A charge has a copy of its PaymentIntent's metadata, a refund has none of ours. What names a payment and does not show that it is
/// somebody else's is handed on: whoever does not know the payment keeps the fact and does nothing.
/// </remarks>
internal static class RefundTranslator
{
    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var subject = stripeEvent.Object;
        if (subject.OptionalId("payment_intent") is not { } paymentIntentId || IsSomebodyElses(subject))
        {
            return [];
        }
        return
        [
            stripeEvent.Type == StripeEventTypes.ChargeRefunded
                ? Refunded(stripeEvent, subject, paymentIntentId)
                : Failed(stripeEvent, subject, paymentIntentId),
        ];
    }

    // Until basil a charge named its invoice, and a pack is never invoiced.
    private static bool IsSomebodyElses(JsonElement subject) => Metadata.Of(subject).Type is { } type
        ? type != StripeMetadata.PlaygroundCredits
        : subject.OptionalMember("invoice") is not null;

    private static ChargeRefunded Refunded(StripeEvent stripeEvent, JsonElement charge, string paymentIntentId) => new()
    {
        EventId = stripeEvent.Id,
        ChargeId = charge.RequiredId("id"),
        PaymentIntentId = paymentIntentId,
        AmountCents = charge.RequiredCents("amount"),
        AmountRefundedCents = charge.RequiredCents("amount_refunded"),
        PreviousAmountRefundedCents = stripeEvent.Previous.OptionalNumber("amount_refunded"),
        Currency = charge.RequiredCurrency(),
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static RefundFailed Failed(StripeEvent stripeEvent, JsonElement refund, string paymentIntentId) => new()
    {
        EventId = stripeEvent.Id,
        RefundId = refund.RequiredId("id"),
        PaymentIntentId = paymentIntentId,
        AmountCents = refund.RequiredCents("amount"),
        Currency = refund.RequiredCurrency(),
        OccurredAt = stripeEvent.CreatedAt,
    };
}
