using ServiceDefaults;

namespace Credits;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information,
        "Event {EventId}: granted {Credits} credits to {UserId} for payment {PaymentIntentId}",
        EventName = FrequentLog.Name)]
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

    [LoggerMessage(8, LogLevel.Information, "{UserId} redeemed a promo code for {Credits} credits, grant {GrantId}")]
    public static partial void PromoCodeRedeemed(ILogger logger, string userId, long credits, Guid grantId);

    [LoggerMessage(9, LogLevel.Warning, "{UserId} entered too many wrong promo codes and has to wait")]
    public static partial void PromoCodesGuessed(ILogger logger, string userId);

    [LoggerMessage(10, LogLevel.Information, "Operator {OperatorId} made promo code {PromoCodeId} over {Credits} credits")]
    public static partial void PromoCodeCreated(ILogger logger, string operatorId, Guid promoCodeId, long credits);

    [LoggerMessage(11, LogLevel.Information, "Operator {OperatorId} disabled promo code {PromoCodeId}")]
    public static partial void PromoCodeDisabled(ILogger logger, string operatorId, Guid promoCodeId);

    [LoggerMessage(12, LogLevel.Information, "Operator {OperatorId} dismissed fraud warning {WarningId} of payment {PaymentIntentId}")]
    public static partial void FraudWarningDismissed(ILogger logger, string operatorId, string warningId, string paymentIntentId);

    [LoggerMessage(13, LogLevel.Information, "The credits of {UserId} were looked at by operator {OperatorId}")]
    public static partial void AccountRead(ILogger logger, string userId, string operatorId);
}
