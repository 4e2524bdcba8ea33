namespace Contracts;

/// <summary>What was left of a grant expired.</summary>
/// <remarks>Published by Credits through its outbox, for others to act on.</remarks>
public sealed record CreditsExpired
{
    /// <summary>Whose credits. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>The grant.</summary>
    public required Guid GrantId { get; init; }

    /// <summary><c>monthly</c>, <c>rollover</c>, <c>purchased</c> or <c>bonus</c>.</summary>
    public required string Bucket { get; init; }

    /// <summary>Credits that expired, a whole number above zero.</summary>
    public required long Credits { get; init; }

    /// <summary>The balance right after it.</summary>
    public required long BalanceAfter { get; init; }

    /// <summary>The account's number of the transaction, without gaps: a user's events are ordered by it.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the ledger booked it (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
