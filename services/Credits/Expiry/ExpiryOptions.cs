using System.ComponentModel.DataAnnotations;

namespace Credits.Expiry;

/// <summary>How the sweeper works. Section <c>Expiry</c>.</summary>
public sealed class ExpiryOptions
{
    public const string SectionName = "Expiry";

    /// <summary>How often it looks for what is due.</summary>
    [Range(100, 3_600_000)]
    public int IntervalMilliseconds { get; set; } = 5_000;

    /// <summary>Accounts in one transaction.</summary>
    [Range(1, 1_000)]
    public int BatchSize { get; set; } = 100;
}
