using Microsoft.Extensions.Logging;

namespace Messaging;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The broker's queues can't be looked at: {Reason}")]
    public static partial void BrokerUnavailable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Count} messages of queue {Queue} are parked in its error queue, for an operator to look at")]
    public static partial void MessagesParked(ILogger logger, string queue, long count);

    [LoggerMessage(3, LogLevel.Information, "Operator {UserId} moved {Count} parked messages back to queue {Queue}")]
    public static partial void MessagesRetried(ILogger logger, string userId, long count, string queue);
}
