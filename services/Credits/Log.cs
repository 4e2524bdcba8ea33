namespace Credits;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Event {EventId}: granted {Credits} credits to {UserId} for payment {PaymentIntentId}")]
    public static partial void PurchaseGranted(ILogger logger, string eventId, string userId, string paymentIntentId, long credits);
}
