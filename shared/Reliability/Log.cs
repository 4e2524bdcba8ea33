using Microsoft.Extensions.Logging;

namespace Reliability;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} of type {MessageType} was not confirmed, attempt {Attempt}: {Reason}")]
    public static partial void PublishRefused(ILogger logger, Guid messageId, string messageType, int attempt, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The outbox waits for the database: {Reason}")]
    public static partial void RelayWaitsForStorage(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Information, "Message {MessageId} of type {MessageType} came again and was dropped")]
    public static partial void DuplicateDropped(ILogger logger, Guid messageId, string messageType);

    [LoggerMessage(7, LogLevel.Information, "{Count} messages of type {MessageType} came again and were dropped")]
    public static partial void DuplicatesDropped(ILogger logger, int count, string messageType);

    [LoggerMessage(8, LogLevel.Warning, "Messages of type {MessageType} can't be applied together and are applied one by one: {Reason}")]
    public static partial void AppliedAlone(ILogger logger, string messageType, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The database does not answer: {Reason}")]
    public static partial void StorageUnavailable(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The answer to an idempotent request was not stored; a repeat runs it again under its natural key: {Reason}")]
    public static partial void AnswerNotStored(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Information, "Removed {IdempotencyKeys} expired idempotency keys and {InboxEntries} old inbox entries")]
    public static partial void Swept(ILogger logger, int idempotencyKeys, int inboxEntries);
}
