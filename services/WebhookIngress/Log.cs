using ServiceDefaults;

namespace WebhookIngress;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information,
        "Event {EventId} of type {EventType} accepted: {Outcome}, {Messages} messages",
        EventName = FrequentLog.Name)]
    public static partial void Accepted(ILogger logger, string eventId, string eventType, string outcome, int messages);

    [LoggerMessage(2, LogLevel.Warning, "Event {EventId} of type {EventType} refused: its livemode is {IsLive}")]
    public static partial void OtherMode(ILogger logger, string eventId, string eventType, bool isLive);

    [LoggerMessage(3, LogLevel.Warning, "A webhook was refused: {Code}")]
    public static partial void Refused(ILogger logger, string code);

    [LoggerMessage(4, LogLevel.Error, "A signed webhook can't be read: {Reason}")]
    public static partial void Unreadable(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Error, "Event {EventId} of type {EventType} was not confirmed, Stripe will repeat it: {Reason}")]
    public static partial void NotConfirmed(ILogger logger, string eventId, string eventType, string reason);

    [LoggerMessage(6, LogLevel.Error, "Event {EventId} of type {EventType} is ours and can't be understood, Stripe will repeat it: {Reason}")]
    public static partial void Malformed(ILogger logger, string eventId, string eventType, string reason);
}
