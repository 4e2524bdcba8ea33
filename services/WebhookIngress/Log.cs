namespace WebhookIngress;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Event {EventId} of type {EventType} published as {Message}")]
    public static partial void Published(ILogger logger, string eventId, string eventType, string message);

    [LoggerMessage(2, LogLevel.Information, "Event {EventId} of type {EventType} acknowledged: {Outcome}")]
    public static partial void Acknowledged(ILogger logger, string eventId, string eventType, string outcome);

    [LoggerMessage(3, LogLevel.Warning, "A webhook was refused: {Code}")]
    public static partial void Refused(ILogger logger, string code);

    [LoggerMessage(4, LogLevel.Error, "A signed webhook can't be read: {Reason}")]
    public static partial void Malformed(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Error, "Event {EventId} of type {EventType} was not confirmed, Stripe will repeat it: {Reason}")]
    public static partial void NotConfirmed(ILogger logger, string eventId, string eventType, string reason);
}
