namespace Credits.Tests.Proofs.Model;

/// <summary>Credits given at one time. What expired stays in it: it only counts no more.</summary>
internal sealed class ModelLot(string bucket, long amount, DateTimeOffset? expiresAt)
{
    public string Bucket => bucket;

    public long Remaining { get; set; } = amount;

    public long Held { get; set; }

    public bool IsFrozen { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; } = expiresAt;

    /// <summary>For a month's credits that moved on: until when what holds still return lives.</summary>
    public DateTimeOffset? RolledOverUntil { get; set; }

    public long Free => Remaining - Held;

    public bool MayRepayOthers(DateTimeOffset now) => bucket == "purchased" && !IsFrozen && !IsOver(now);

    public bool IsOver(DateTimeOffset now) => ExpiresAt <= now;

    public long Live(DateTimeOffset now) => IsOver(now) ? Held : Remaining;

    public long Spendable(DateTimeOffset now) => IsFrozen || IsOver(now) ? 0 : Free;
}

/// <summary>Credits set aside.</summary>
internal sealed class ModelHold(long amount, DateTimeOffset endsAt, IReadOnlyList<(ModelLot Lot, long Amount)> parts)
{
    public long Amount => amount;

    public DateTimeOffset EndsAt => endsAt;

    public IReadOnlyList<(ModelLot Lot, long Amount)> Parts => parts;

    /// <summary>Null while it is open, then the code that whoever comes later is told.</summary>
    public string? SettledCode { get; set; }
}
