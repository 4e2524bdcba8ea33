namespace Contracts;

/// <summary>Credits were spent: all spends that were committed together, in one message.</summary>
/// <remarks>
/// Published by Credits through its outbox, for others to act on. A message for each spend would cost more than the spend; a
/// reader who follows one user orders that user's spends by <see cref="SpendBooked.Sequence"/>.
/// </remarks>
public sealed record CreditsSpent
{
    /// <summary>At least one, of any number of users.</summary>
    public required IReadOnlyList<SpendBooked> Spends { get; init; }
}

/// <summary>One spend.</summary>
public sealed record SpendBooked
{
    /// <summary>Whose credits.</summary>
    public required string UserId { get; init; }

    /// <summary>The ledger's transaction.</summary>
    public required Guid TransactionId { get; init; }

    /// <summary>The account's number of the transaction, without gaps: a user's events are ordered by it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Credits spent, a whole number above zero.</summary>
    public required long Credits { get; init; }

    /// <summary>The balance right after it.</summary>
    public required long BalanceAfter { get; init; }

    /// <summary>The hold that was captured, when it was one.</summary>
    public Guid? HoldId { get; init; }

    /// <summary>The playground session, as the caller named it.</summary>
    public string? SessionId { get; init; }

    /// <summary>When the ledger booked it (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
