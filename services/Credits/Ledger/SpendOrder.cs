namespace Credits.Ledger;

/// <summary>Credits that may be spent now: a grant's id, what is left of it, and what decides its turn.</summary>
internal sealed record SpendableGrant(Guid Id, string Bucket, long Remaining, DateTimeOffset GrantedAt, DateTimeOffset? ExpiresAt);

/// <summary>Which credits go first.</summary>
/// <remarks>
/// The soonest to expire; of those that never expire, given before bought, so that what people paid for lasts longest;
/// then older before newer, and the id where all else is equal, so that the order is total.
/// </remarks>
internal static class SpendOrder
{
    /// <summary>Takes the amount from the grants in their order. The caller has checked that there is enough.</summary>
    /// <returns>What is taken from each, below zero.</returns>
    public static IReadOnlyList<GrantPart> Take(IEnumerable<SpendableGrant> grants, long amount)
    {
        var parts = new List<GrantPart>();
        var left = amount;
        foreach (var grant in InOrder(grants))
        {
            if (left == 0)
            {
                break;
            }
            var taken = Math.Min(left, grant.Remaining);
            parts.Add(new GrantPart(grant.Id, -taken));
            left -= taken;
        }
        return left == 0 ? parts : throw new InvalidOperationException($"{left} of {amount} credits are covered by no grant.");
    }

    private static IOrderedEnumerable<SpendableGrant> InOrder(IEnumerable<SpendableGrant> grants) => grants
        .OrderBy(grant => grant.ExpiresAt ?? DateTimeOffset.MaxValue)
        .ThenBy(grant => grant.Bucket == Bucket.Purchased)
        .ThenBy(grant => grant.GrantedAt)
        .ThenBy(grant => grant.Id);
}
