using System.Diagnostics;
using Contracts;

namespace WebhookIngress.Translation;

/// <summary>Stripe's hosted Checkout, ours when the session's own metadata says so.</summary>
/// <remarks>
/// For Billing to follow a session. What was bought is granted on the payment's or the subscription's own events, so that a payment
/// that Checkout reports too is not granted twice.
/// </remarks>
internal static class CheckoutTranslator
{
    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var metadata = Metadata.Of(stripeEvent.Object);
        if (metadata.Type is not (StripeMetadata.PlaygroundCredits or StripeMetadata.PrpmPlus or StripeMetadata.OrgVerification))
        {
            return [];
        }
        var completed = Completed(stripeEvent, metadata);
        return
        [
            stripeEvent.Type switch
            {
                StripeEventTypes.CheckoutCompleted => completed,
                StripeEventTypes.CheckoutExpired => Expired(completed),
                StripeEventTypes.CheckoutPaymentSucceeded => PaymentSucceeded(completed),
                StripeEventTypes.CheckoutPaymentFailed => PaymentFailed(completed),
                _ => throw new UnreachableException(),
            },
        ];
    }

    private static CheckoutCompleted Completed(StripeEvent stripeEvent, Metadata metadata) => new()
    {
        EventId = stripeEvent.Id,
        SessionId = stripeEvent.Object.RequiredId("id"),
        Mode = stripeEvent.Object.RequiredText("mode"),
        PaymentStatus = stripeEvent.Object.RequiredText("payment_status"),
        PaymentIntentId = stripeEvent.Object.OptionalId("payment_intent"),
        SubscriptionId = stripeEvent.Object.OptionalId("subscription"),
        CustomerId = stripeEvent.Object.OptionalId("customer"),
        Metadata = metadata.ToDictionary(),
        OccurredAt = stripeEvent.CreatedAt,
    };

    // The four events say the same of a session. Contracts have no base to share, so one is read and the others are copies of it.
    private static CheckoutExpired Expired(CheckoutCompleted session) => new()
    {
        EventId = session.EventId,
        SessionId = session.SessionId,
        Mode = session.Mode,
        PaymentStatus = session.PaymentStatus,
        PaymentIntentId = session.PaymentIntentId,
        SubscriptionId = session.SubscriptionId,
        CustomerId = session.CustomerId,
        Metadata = session.Metadata,
        OccurredAt = session.OccurredAt,
    };

    private static CheckoutPaymentSucceeded PaymentSucceeded(CheckoutCompleted session) => new()
    {
        EventId = session.EventId,
        SessionId = session.SessionId,
        Mode = session.Mode,
        PaymentStatus = session.PaymentStatus,
        PaymentIntentId = session.PaymentIntentId,
        SubscriptionId = session.SubscriptionId,
        CustomerId = session.CustomerId,
        Metadata = session.Metadata,
        OccurredAt = session.OccurredAt,
    };

    private static CheckoutPaymentFailed PaymentFailed(CheckoutCompleted session) => new()
    {
        EventId = session.EventId,
        SessionId = session.SessionId,
        Mode = session.Mode,
        PaymentStatus = session.PaymentStatus,
        PaymentIntentId = session.PaymentIntentId,
        SubscriptionId = session.SubscriptionId,
        CustomerId = session.CustomerId,
        Metadata = session.Metadata,
        OccurredAt = session.OccurredAt,
    };
}
