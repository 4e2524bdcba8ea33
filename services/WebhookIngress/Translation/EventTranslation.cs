using Contracts;

namespace WebhookIngress.Translation;

/// <summary>Which translator reads which event. The one place where a Stripe event becomes messages.</summary>
/// <remarks>
/// Each translator is a pure function of the event: of its type, its object, and what Stripe says that object was before. It
/// answers with no messages when the object is not ours, and throws when it is ours and can't be understood.
/// </remarks>
internal static class EventTranslation
{
    private static readonly Dictionary<string, Func<StripeEvent, TranslationOptions, IReadOnlyList<object>>> Translators =
        new(StringComparer.Ordinal)
        {
            [StripeEventTypes.PaymentIntentSucceeded] = PaymentIntentTranslator.Translate,
            [StripeEventTypes.PaymentIntentPaymentFailed] = PaymentIntentTranslator.Translate,
            [StripeEventTypes.PaymentIntentProcessing] = PaymentIntentTranslator.Translate,
            [StripeEventTypes.PaymentIntentCanceled] = PaymentIntentTranslator.Translate,
            [StripeEventTypes.SubscriptionCreated] = SubscriptionTranslator.Translate,
            [StripeEventTypes.SubscriptionUpdated] = SubscriptionTranslator.Translate,
            [StripeEventTypes.SubscriptionDeleted] = SubscriptionTranslator.Translate,
            [StripeEventTypes.InvoicePaid] = InvoiceTranslator.Translate,
            [StripeEventTypes.InvoicePaymentFailed] = InvoiceTranslator.Translate,
            [StripeEventTypes.CheckoutCompleted] = CheckoutTranslator.Translate,
            [StripeEventTypes.CheckoutExpired] = CheckoutTranslator.Translate,
            [StripeEventTypes.CheckoutPaymentSucceeded] = CheckoutTranslator.Translate,
            [StripeEventTypes.CheckoutPaymentFailed] = CheckoutTranslator.Translate,
            [StripeEventTypes.ChargeRefunded] = RefundTranslator.Translate,
            [StripeEventTypes.RefundFailed] = RefundTranslator.Translate,
            [StripeEventTypes.DisputeCreated] = DisputeTranslator.Translate,
            [StripeEventTypes.DisputeClosed] = DisputeTranslator.Translate,
            [StripeEventTypes.DisputeFundsWithdrawn] = DisputeTranslator.Translate,
            [StripeEventTypes.DisputeFundsReinstated] = DisputeTranslator.Translate,
            [StripeEventTypes.EarlyFraudWarningCreated] = FraudWarningTranslator.Translate,
            [StripeEventTypes.CustomerUpdated] = CustomerTranslator.Translate,
            [StripeEventTypes.CustomerDeleted] = CustomerTranslator.Translate,
        };

    public static IReadOnlyCollection<string> HandledTypes => Translators.Keys;

    public static TranslatedEvent Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        if (!Translators.TryGetValue(stripeEvent.Type, out var translate))
        {
            return TranslatedEvent.Unhandled;
        }
        try
        {
            return TranslatedEvent.Into(translate(stripeEvent, options));
        }
        catch (MalformedEventException exception)
        {
            return TranslatedEvent.Malformed(exception.Message);
        }
    }
}
