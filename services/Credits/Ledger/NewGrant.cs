namespace Credits.Ledger;

/// <summary>Credits to give.</summary>
/// <param name="Source">The natural key: granted once.</param>
internal sealed record NewGrant(string Bucket, string Type, long Amount, string Source, string Description)
{
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool IsFrozen { get; init; }

    public Guid? PurchaseId { get; init; }

    public string? PaymentIntentId { get; init; }

    public string? Metadata { get; init; }

    public static NewGrant ForSignup(string userId, long amount) =>
        new(Ledger.Bucket.Bonus, TransactionType.Signup, amount, $"signup:{userId}", "Welcome bonus");
}

/// <summary>A line to book, apart from what the ledger itself adds: number, sums, time and hash.</summary>
/// <param name="Parts">How much goes into (above zero) or out of (below zero) which grant.</param>
internal sealed record Entry(string Type, IReadOnlyList<GrantPart> Parts)
{
    public string? Description { get; init; }

    public string? Metadata { get; init; }

    public string? SessionId { get; init; }

    public Guid? PurchaseId { get; init; }

    public string? IdempotencyKey { get; init; }

    public Guid? HoldId { get; init; }
}
