using System.ComponentModel.DataAnnotations;

namespace Messaging;

/// <summary>How this process uses the broker. Section <c>Messaging</c>; the address is <c>ConnectionStrings:RabbitMq</c>.</summary>
public sealed class MessagingOptions
{
    public const string SectionName = "Messaging";

    /// <summary>How long a publish may wait for the broker's confirm before it counts as failed.</summary>
    [Range(100, 60_000)]
    public int ConfirmTimeoutMilliseconds { get; set; } = 4_000;

    /// <summary>How long what comes in crowds may gather before it is published together. What comes alone goes at once.</summary>
    [Range(0, 1_000)]
    public int GatherMilliseconds { get; set; } = 5;

    /// <summary>Messages a queue hands to one process before the first is acknowledged.</summary>
    [Range(1, 1_000)]
    public int PrefetchCount { get; set; } = 64;

    /// <summary>How often the depths of a service's queues are read, for the metrics.</summary>
    [Range(1, 3_600)]
    public int QueueWatchSeconds { get; set; } = 30;

    /// <summary>How what comes in crowds is published.</summary>
    public BatchPace Crowds => new(TimeSpan.FromMilliseconds(GatherMilliseconds), Crowd: 8);
}
