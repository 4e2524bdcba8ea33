namespace StripeEmulator;

/// <summary>Everything the emulator logs.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The request {RequestId} {Method} {Path} failed inside the emulator")]
    public static partial void RequestFailed(this ILogger logger, Exception failure, string requestId, string method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Something that was planned for this time failed; what it was about stays as it is")]
    public static partial void ScheduledWorkFailed(this ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{EventId} {EventType} was taken by {EndpointId} at attempt {Attempt}")]
    public static partial void Delivered(this ILogger logger, string eventId, string eventType, string endpointId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{EventId} {EventType} was not taken by {EndpointId} at attempt {Attempt}: "
        + "status {Status}, {Problem}; next attempt in {RetryInSeconds} s")]
    public static partial void DeliveryFailed(
        this ILogger logger,
        string eventId,
        string eventType,
        string endpointId,
        int attempt,
        int? status,
        string? problem,
        double? retryInSeconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{EventId} was not given to {ListenerId}: too much waits for it already")]
    public static partial void ListenerTooSlow(this ILogger logger, string eventId, string listenerId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{EventId} was not queued for {EndpointId}: {PendingMax} deliveries are waiting already")]
    public static partial void DeliveryQueueFull(this ILogger logger, string eventId, string endpointId, int pendingMax);

    [LoggerMessage(Level = LogLevel.Error, Message = "The state was not saved to {Path}; what is in memory goes on, and the next change tries again")]
    public static partial void StateNotSaved(this ILogger logger, Exception failure, string path);
}
