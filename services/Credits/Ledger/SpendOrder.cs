namespace Credits.Ledger;

/// <summary>Which credits go first.</summary>
/// <remarks>
/// The soonest to expire. Of those that expire together or never: rollover before monthly, since only the latter may live on, and
/// given before bought, so that what people paid for lasts longest. Then older before newer, and the id where all else is
/// equal, so that the order is total.
/// </remarks>
internal static class SpendOrder
{
    /// <summary>Chooses the amount from what the lots can give, in their order. The caller has checked that there is enough.</summary>
    /// <returns>What is chosen of each, above zero.</returns>
    public static List<GrantPart> Choose(IEnumerable<Lot> lots, long amount, Func<Lot, long> available)
    {
        var parts = new List<GrantPart>();
        var left = amount;
        foreach (var lot in lots.Where(lot => available(lot) > 0).Order(Comparer))
        {
            if (left == 0)
            {
                break;
            }
            var chosen = Math.Min(left, available(lot));
            parts.Add(new GrantPart(lot.Id, chosen));
            left -= chosen;
        }
        return left == 0 ? parts : throw new InvalidOperationException($"{left} of {amount} credits are covered by no grant.");
    }

    private static Comparer<Lot> Comparer { get; } = Comparer<Lot>.Create(Compare);

    private static int Compare(Lot left, Lot right)
    {
        var byExpiry = (left.ExpiresAt ?? DateTimeOffset.MaxValue).CompareTo(right.ExpiresAt ?? DateTimeOffset.MaxValue);
        if (byExpiry != 0)
        {
            return byExpiry;
        }
        var byBucket = Rank(left).CompareTo(Rank(right));
        if (byBucket != 0)
        {
            return byBucket;
        }
        var byAge = left.GrantedAt.CompareTo(right.GrantedAt);
        return byAge != 0 ? byAge : left.Id.CompareTo(right.Id);
    }

    private static int Rank(Lot lot) => lot.Bucket switch
    {
        Bucket.Rollover => 0,
        Bucket.Monthly => 1,
        Bucket.Bonus => 2,
        _ => 3,
    };
}
