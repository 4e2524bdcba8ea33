namespace Contracts;

/// <summary>The ledger granted credits. Published by Credits through its outbox.</summary>
/// <remarks>
/// In order for each user, as long as the broker takes them: one that it refused comes later than what it took. By <see cref="Sequence"/>
/// a reader always knows.
/// </remarks>
public sealed record CreditsGranted
{
    /// <summary>The grant, unique for ever.</summary>
    public required Guid GrantId { get; init; }

    /// <summary>Whose credits. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>Why, as a natural key: <c>purchase:pi_…</c>, <c>signup:user</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>monthly</c>, <c>rollover</c>, <c>purchased</c> or <c>bonus</c>.</summary>
    public required string Bucket { get; init; }

    /// <summary>Credits granted, a whole number above zero.</summary>
    public required long Credits { get; init; }

    /// <summary>The balance right after this grant.</summary>
    public required long BalanceAfter { get; init; }

    /// <summary>The payment behind it, for a purchase.</summary>
    public string? PaymentIntentId { get; init; }

    /// <summary>The purchase behind it, for a purchase that Billing started.</summary>
    public Guid? PurchaseId { get; init; }

    /// <summary>The account's number of the transaction, without gaps; absent in messages of an earlier version.</summary>
    public long? Sequence { get; init; }

    /// <summary>When the ledger booked it (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
