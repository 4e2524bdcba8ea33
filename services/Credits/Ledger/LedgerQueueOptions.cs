using System.ComponentModel.DataAnnotations;

namespace Credits.Ledger;

/// <summary>How waiting requests are combined. Section <c>LedgerQueue</c>.</summary>
public sealed class LedgerQueueOptions
{
    public const string SectionName = "LedgerQueue";

    /// <summary>Requests in one database transaction. More of them share a commit, and wait for each other's writing.</summary>
    [Range(1, 1_000)]
    public int BatchSizeMax { get; set; } = 128;

    /// <summary>Requests that may wait; more are refused with 503 until some are done.</summary>
    [Range(1, 100_000)]
    public int LengthMax { get; set; } = 4_096;

    /// <summary>Accounts that are kept in memory between batches, the least recently used going first.</summary>
    [Range(0, 1_000_000)]
    public int ResidentAccountsMax { get; set; } = 20_000;

    /// <summary>How often a request is tried again whose key was used elsewhere at the same moment.</summary>
    [Range(1, 10)]
    public int KeyTakenRetries { get; set; } = 3;
}
