namespace Contracts;

/// <summary>The available credits are above the threshold again.</summary>
/// <remarks>Published by Credits through its outbox, for others to act on.</remarks>
public sealed record BalanceRecovered
{
    /// <summary>Whose credits. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>Credits that can be spent now.</summary>
    public required long AvailableCredits { get; init; }

    /// <summary>The account's threshold.</summary>
    public required long ThresholdCredits { get; init; }

    /// <summary>When the ledger booked it (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
