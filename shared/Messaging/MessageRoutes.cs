using Contracts;
using MassTransit.RabbitMqTransport;
using Messaging.Bundles;

namespace Messaging;

/// <summary>One message type and a queue that must receive it.</summary>
/// <param name="Message">The contract.</param>
/// <param name="Queue">The queue of one consumer.</param>
public sealed record MessageRoute(Type Message, string Queue)
{
    private static readonly RabbitMqMessageNameFormatter Names = new();

    /// <summary>The exchange that MassTransit publishes this message to.</summary>
    public string Exchange => Names.GetMessageName(Message);
}

/// <summary>Who hears what.</summary>
/// <remarks>
/// Kept in one place, and declared by the publisher as well as by the consumer: a message published before its consumer
/// was ever started waits in the consumer's queue instead of vanishing.
/// </remarks>
public static class MessageRoutes
{
    /// <summary>What the names of a service's queues begin with.</summary>
    public const string BillingQueues = "billing-";
    public const string CreditsQueues = "credits-";

    public const string BillingPaymentSucceeded = "billing-payment-succeeded";
    public const string BillingPaymentFailed = "billing-payment-failed";
    public const string BillingPaymentProcessingStarted = "billing-payment-processing-started";
    public const string BillingPaymentCanceled = "billing-payment-canceled";
    public const string BillingChargeRefunded = "billing-charge-refunded";
    public const string BillingRefundFailed = "billing-refund-failed";
    public const string BillingDisputeOpened = "billing-dispute-opened";
    public const string BillingDisputeClosed = "billing-dispute-closed";
    public const string BillingDisputeFundsReinstated = "billing-dispute-funds-reinstated";
    public const string BillingSubscriptionChanged = "billing-subscription-changed";
    public const string BillingCheckoutCompleted = "billing-checkout-completed";
    public const string BillingCheckoutExpired = "billing-checkout-expired";
    public const string BillingCheckoutPaymentSucceeded = "billing-checkout-payment-succeeded";
    public const string BillingCheckoutPaymentFailed = "billing-checkout-payment-failed";
    public const string BillingCustomerDeleted = "billing-customer-deleted";
    public const string BillingStripeEventsReceived = "billing-stripe-events-received";
    public const string BillingCreditsGranted = "billing-credits-granted";
    public const string BillingCreditsRefunded = "billing-credits-refunded";
    public const string CreditsPaymentSucceeded = "credits-payment-succeeded";
    public const string CreditsSubscriptionActivated = "credits-subscription-activated";
    public const string CreditsSubscriptionRenewed = "credits-subscription-renewed";
    public const string CreditsSubscriptionEnded = "credits-subscription-ended";
    public const string CreditsSubscriptionPastDue = "credits-subscription-past-due";
    public const string CreditsSubscriptionRecovered = "credits-subscription-recovered";
    public const string CreditsChargeRefunded = "credits-charge-refunded";
    public const string CreditsRefundFailed = "credits-refund-failed";
    public const string CreditsDisputeOpened = "credits-dispute-opened";
    public const string CreditsDisputeClosed = "credits-dispute-closed";
    public const string CreditsDisputeFundsReinstated = "credits-dispute-funds-reinstated";
    public const string CreditsEarlyFraudWarningReceived = "credits-early-fraud-warning-received";

    /// <summary>Every route of the product.</summary>
    public static IReadOnlyList<MessageRoute> All { get; } =
    [
        new(typeof(PaymentSucceeded), CreditsPaymentSucceeded),
        new(typeof(PaymentSucceeded), BillingPaymentSucceeded),
        new(typeof(PaymentFailed), BillingPaymentFailed),
        new(typeof(PaymentProcessingStarted), BillingPaymentProcessingStarted),
        new(typeof(PaymentCanceled), BillingPaymentCanceled),
        new(typeof(SubscriptionChanged), BillingSubscriptionChanged),
        new(typeof(CheckoutCompleted), BillingCheckoutCompleted),
        new(typeof(CheckoutExpired), BillingCheckoutExpired),
        new(typeof(CheckoutPaymentSucceeded), BillingCheckoutPaymentSucceeded),
        new(typeof(CheckoutPaymentFailed), BillingCheckoutPaymentFailed),
        new(typeof(CustomerDeleted), BillingCustomerDeleted),
        new(typeof(StripeEventsReceived), BillingStripeEventsReceived),
        new(typeof(CreditsGranted), BillingCreditsGranted),
        new(typeof(CreditsRefunded), BillingCreditsRefunded),
        new(typeof(SubscriptionActivated), CreditsSubscriptionActivated),
        new(typeof(SubscriptionRenewed), CreditsSubscriptionRenewed),
        new(typeof(SubscriptionEnded), CreditsSubscriptionEnded),
        new(typeof(SubscriptionPastDue), CreditsSubscriptionPastDue),
        new(typeof(SubscriptionRecovered), CreditsSubscriptionRecovered),
        new(typeof(ChargeRefunded), CreditsChargeRefunded),
        new(typeof(ChargeRefunded), BillingChargeRefunded),
        new(typeof(RefundFailed), CreditsRefundFailed),
        new(typeof(RefundFailed), BillingRefundFailed),
        new(typeof(DisputeOpened), CreditsDisputeOpened),
        new(typeof(DisputeOpened), BillingDisputeOpened),
        new(typeof(DisputeClosed), CreditsDisputeClosed),
        new(typeof(DisputeClosed), BillingDisputeClosed),
        new(typeof(DisputeFundsReinstated), CreditsDisputeFundsReinstated),
        new(typeof(DisputeFundsReinstated), BillingDisputeFundsReinstated),
        new(typeof(EarlyFraudWarningReceived), CreditsEarlyFraudWarningReceived),
    ];

    /// <summary>What is told to whoever wants to know: published and confirmed, and nobody need listen.</summary>
    /// <remarks>Their exchanges are durable and declared at the start, so that anyone can bind a queue before the first is told.</remarks>
    public static IReadOnlyList<Type> Announcements { get; } =
    [
        typeof(CreditsGranted), typeof(CreditsSpent), typeof(CreditsExpired), typeof(BalanceLow), typeof(BalanceExhausted), typeof(BalanceRecovered),
        typeof(CustomerChanged), typeof(UserErased),
    ];

    /// <summary>What is bound on the broker: the messages' own exchanges, and those of their bundles.</summary>
    /// <remarks>An announcement that is bundled is told twice: each by itself to whoever listens, and in bundles to our own queues.</remarks>
    public static IReadOnlyList<MessageRoute> Bound { get; } =
    [
        .. All.Where(route => !(BundlingPublisher.Kinds.Contains(route.Message) && Announcements.Contains(route.Message))),
        .. All.Where(route => BundlingPublisher.Kinds.Contains(route.Message))
            .Select(route => new MessageRoute(typeof(Bundle<>).MakeGenericType(route.Message), route.Queue)),
    ];

    /// <summary>What holds many of a kind, and is sent as <see cref="CompressedJson"/>.</summary>
    public static IReadOnlySet<Type> Compressed { get; } =
        BundlingPublisher.Kinds.Select(kind => typeof(Bundle<>).MakeGenericType(kind)).Append(typeof(StripeEventsReceived)).ToHashSet();

    /// <summary>Every contract of the product, and every bundle of contracts, by its name.</summary>
    public static IReadOnlyDictionary<string, Type> Contracts { get; } = All.Select(route => route.Message)
        .Concat(Announcements)
        .Distinct()
        .Concat(BundlingPublisher.Kinds.Select(kind => typeof(Bundle<>).MakeGenericType(kind)))
        .ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>A name that stays the same from release to release: a contract's full name, and <c>Bundle:</c> with that for a bundle of it.</summary>
    public static string NameOf(Type message) =>
        message is { IsConstructedGenericType: true, GenericTypeArguments: [var bundled] } ? $"Bundle:{bundled.FullName}" : message.FullName!;
}
