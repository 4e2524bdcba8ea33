using System.ComponentModel.DataAnnotations;

namespace Reliability.IdempotencyKeys;

/// <summary>How repeats of a request are told from new ones. Section <c>Idempotency</c>.</summary>
public sealed class IdempotencyOptions
{
    public const string SectionName = "Idempotency";

    /// <summary>How long a key answers with its first answer.</summary>
    [Range(1, 24 * 30)]
    public int KeyLifetimeHours { get; set; } = 24;

    /// <summary>How long a request counts as running when nothing more is heard of it. Must outlast the slowest request.</summary>
    [Range(1, 3_600)]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>How long a repeat waits for the first to finish before it is told 409.</summary>
    [Range(0, 30_000)]
    public int WaitMilliseconds { get; set; } = 10_000;
}
