namespace WebhookIngress.Translation;

/// <summary>Which translator reads which event. The one place where a Stripe event becomes a message.</summary>
internal static class EventTranslation
{
    private static readonly Dictionary<string, Func<StripeEvent, object?>> Translators = new(StringComparer.Ordinal)
    {
        [StripeEventTypes.PaymentIntentSucceeded] = PaymentIntentTranslator.Translate,
        [StripeEventTypes.PaymentIntentPaymentFailed] = PaymentIntentTranslator.Translate,
    };

    public static bool IsHandled(string type) => Translators.ContainsKey(type);

    /// <returns>The message; null when the event is none of ours.</returns>
    public static object? Translate(StripeEvent stripeEvent) =>
        Translators.TryGetValue(stripeEvent.Type, out var translate) ? translate(stripeEvent) : null;
}
