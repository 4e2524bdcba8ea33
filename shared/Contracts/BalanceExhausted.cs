namespace Contracts;

/// <summary>No credits are available any more.</summary>
/// <remarks>Published by Credits through its outbox, for others to act on.</remarks>
public sealed record BalanceExhausted
{
    /// <summary>Whose credits. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>When the ledger booked it (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
