using Contracts;

namespace Messaging;

/// <summary>One message type and a queue that must receive it.</summary>
/// <param name="Message">The contract.</param>
/// <param name="Queue">The queue of one consumer.</param>
public sealed record MessageRoute(Type Message, string Queue)
{
    /// <summary>The exchange that MassTransit publishes this message to.</summary>
    public string Exchange => $"{Message.Namespace}:{Message.Name}";
}

/// <summary>Who hears what.</summary>
/// <remarks>
/// Kept in one place, and declared by the publisher as well as by the consumer: a message published before its consumer
/// was ever started waits in the consumer's queue instead of vanishing.
/// </remarks>
public static class MessageRoutes
{
    public const string BillingPaymentSucceeded = "billing-payment-succeeded";
    public const string BillingPaymentFailed = "billing-payment-failed";
    public const string BillingCreditsGranted = "billing-credits-granted";
    public const string CreditsPaymentSucceeded = "credits-payment-succeeded";

    /// <summary>Every route of the product.</summary>
    public static IReadOnlyList<MessageRoute> All { get; } =
    [
        new(typeof(PaymentSucceeded), CreditsPaymentSucceeded),
        new(typeof(PaymentSucceeded), BillingPaymentSucceeded),
        new(typeof(PaymentFailed), BillingPaymentFailed),
        new(typeof(CreditsGranted), BillingCreditsGranted),
    ];
}
