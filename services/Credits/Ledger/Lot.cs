namespace Credits.Ledger;

/// <summary>A grant as a decision sees it under the account's lock, moved along as the decision is booked.</summary>
internal sealed class Lot
{
    public required Guid Id { get; init; }

    public required string Bucket { get; init; }

    public required long Amount { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    public long Remaining { get; set; }

    public long Held { get; set; }

    public long Expired { get; set; }

    public bool IsFrozen { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RolloverExpiresAt { get; set; }

    /// <summary>What no hold has set aside.</summary>
    public long Free => Remaining - Held;

    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>What counts: all that remains, and after the hour of expiry only what a hold set aside before it.</summary>
    public long Live(DateTimeOffset now) => HasExpired(now) ? Held : Remaining;

    /// <summary>Whether refunds of other purchases may take from it.</summary>
    public bool MayRepayOthers(DateTimeOffset now) => Bucket == Ledger.Bucket.Purchased && !IsFrozen && !HasExpired(now);

    public long Spendable(DateTimeOffset now) => IsFrozen || HasExpired(now) ? 0 : Free;
}
