using System.ComponentModel.DataAnnotations;

namespace Reliability.Outbox;

/// <summary>How the relay works. Section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    public const string SectionName = "Outbox";

    /// <summary>Messages published in one database transaction.</summary>
    [Range(1, 1_000)]
    public int BatchSize { get; set; } = 250;

    /// <summary>How often the table is looked at when nobody signals: another process may have died after its commit.</summary>
    [Range(10, 60_000)]
    public int PollIntervalMilliseconds { get; set; } = 500;

    /// <summary>How long the relay lets messages gather after a round before it begins the next, unless a batch was full.</summary>
    [Range(0, 10_000)]
    public int GatherMilliseconds { get; set; } = 50;

    /// <summary>How long a partition waits after the broker refused its message.</summary>
    [Range(100, 600_000)]
    public int BlockedMilliseconds { get; set; } = 2_000;
}
