using Contracts;

namespace WebhookIngress.Translation;

/// <summary>A card issuer's suspicion. It names the payment and never carries metadata; see <see cref="RefundTranslator"/>.</summary>
internal static class FraudWarningTranslator
{
    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var warning = stripeEvent.Object;
        if (warning.OptionalId("payment_intent") is not { } paymentIntentId)
        {
            return [];
        }
        return
        [
            new EarlyFraudWarningReceived
            {
                EventId = stripeEvent.Id,
                WarningId = warning.RequiredId("id"),
                PaymentIntentId = paymentIntentId,
                ChargeId = warning.RequiredId("charge"),
                OccurredAt = stripeEvent.CreatedAt,
            },
        ];
    }
}
