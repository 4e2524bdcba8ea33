namespace Gateway;

/// <summary>What the Gateway logs of its own; calls passed on are logged by YARP and by the services.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Service {Service} gave no OpenAPI document at replica {Replica}: {Reason}")]
    public static partial void NoDocument(this ILogger logger, string service, string replica, string reason);
}
