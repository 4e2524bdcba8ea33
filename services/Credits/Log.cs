namespace Credits;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Event {EventId}: granted {Credits} credits to {UserId} for payment {PaymentIntentId}")]
    public static partial void PurchaseGranted(ILogger logger, string eventId, string userId, string paymentIntentId, long credits);

    [LoggerMessage(2, LogLevel.Information, "Event {EventId}: noted {Kind} of payment {PaymentIntentId}")]
    public static partial void PaymentFactNoted(ILogger logger, string eventId, string kind, string paymentIntentId);

    [LoggerMessage(3, LogLevel.Information, "Event {EventId}: {Message} of subscription {SubscriptionId} settled for {UserId}")]
    public static partial void SubscriptionSettled(ILogger logger, string eventId, string message, string subscriptionId, string userId);

    [LoggerMessage(4, LogLevel.Warning, "A batch of {Requests} requests failed and is taken apart: {Reason}")]
    public static partial void BatchTakenApart(ILogger logger, int requests, string reason);

    [LoggerMessage(5, LogLevel.Information, "Swept {Accounts} accounts: {Credits} credits expired, {Holds} holds expired")]
    public static partial void Swept(ILogger logger, int accounts, long credits, int holds);

    [LoggerMessage(6, LogLevel.Warning, "The sweeper waits for its storage: {Reason}")]
    public static partial void SweeperWaits(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Information, "Operator {OperatorId} changed the balance of {UserId} by {Credits}")]
    public static partial void BalanceCorrected(ILogger logger, string operatorId, string userId, long credits);
}
