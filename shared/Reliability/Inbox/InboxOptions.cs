using System.ComponentModel.DataAnnotations;

namespace Reliability.Inbox;

/// <summary>How messages that take effect together are received. Section <c>Inbox</c>.</summary>
public sealed class InboxOptions
{
    public const string SectionName = "Inbox";

    /// <summary>How long messages may gather after a transaction before the next begins, unless enough of them wait.</summary>
    /// <remarks>A transaction costs the same for one message as for many: under load it serves all that come within a moment.</remarks>
    [Range(0, 1_000)]
    public int GatherMilliseconds { get; set; } = 45;
}
