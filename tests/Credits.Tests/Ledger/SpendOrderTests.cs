using Credits.Ledger;
using CsCheck;

namespace Credits.Tests.Ledger;

public sealed class SpendOrderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Lot> Lots = Gen.Select(
        Gen.OneOf([.. Bucket.All.Select(Gen.Const)]), Gen.Long[1, 50], Gen.Int[0, 3], Gen.Int[-1, 3],
        (bucket, remaining, granted, expires) => New(
            bucket, granted, expires < 0 ? null : 31 * (1 + expires), remaining));

    [Fact]
    public void TakesExactlyTheAmount_NeverMoreThanRemains_AndTouchesALaterGrantOnlyWhenTheEarlierIsEmpty() => Gen
        .Select(Lots.List[1, 12], Gen.Double.Unit)
        .Sample((grants, share) =>
        {
            var amount = Math.Max(1, (long)(share * grants.Sum(grant => grant.Remaining)));

            var parts = SpendOrder.Choose(grants, amount, lot => lot.Remaining);

            var remaining = grants.ToDictionary(grant => grant.Id, grant => grant.Remaining);
            return parts.Sum(part => part.Amount) == amount
                && parts.TrueForAll(part => part.Amount <= remaining[part.GrantId] && part.Amount > 0)
                && parts.SkipLast(1).All(part => part.Amount == remaining[part.GrantId]);
        });

    [Fact]
    public void TheSoonestToExpireGoesFirst_ThenBonusBeforePurchased_ThenOlderBeforeNewer()
    {
        var newPurchase = New(Bucket.Purchased, grantedDay: 5);
        var oldPurchase = New(Bucket.Purchased, grantedDay: 1);
        var bonus = New(Bucket.Bonus, grantedDay: 9);
        var monthly = New(Bucket.Monthly, grantedDay: 2, expiresDay: 30);
        var rollover = New(Bucket.Rollover, grantedDay: 2, expiresDay: 20);

        var parts = SpendOrder.Choose([newPurchase, bonus, monthly, oldPurchase, rollover], 5, lot => lot.Remaining);

        Assert.Equal(
            [rollover.Id, monthly.Id, bonus.Id, oldPurchase.Id, newPurchase.Id],
            parts.Select(part => part.GrantId));
    }

    [Fact]
    public void OfThoseThatExpireTogether_TheRolloverGoesBeforeTheMonth_AndTheBonusBeforeThePurchase()
    {
        var purchase = New(Bucket.Purchased, grantedDay: 1, expiresDay: 30);
        var bonus = New(Bucket.Bonus, grantedDay: 2, expiresDay: 30);
        var monthly = New(Bucket.Monthly, grantedDay: 3, expiresDay: 30);
        var rollover = New(Bucket.Rollover, grantedDay: 3, expiresDay: 30);

        var parts = SpendOrder.Choose([purchase, bonus, monthly, rollover], 4, lot => lot.Remaining);

        Assert.Equal([rollover.Id, monthly.Id, bonus.Id, purchase.Id], parts.Select(part => part.GrantId));
    }

    [Fact]
    public void MoreThanTheGrantsCover_IsABrokenInvariant() =>
        Assert.Throws<InvalidOperationException>(() => SpendOrder.Choose([New(Bucket.Bonus, 1)], 2, lot => lot.Remaining));

    private static Lot New(string bucket, int grantedDay, int? expiresDay = null, long remaining = 1) => new()
    {
        Id = Guid.CreateVersion7(),
        Bucket = bucket,
        Amount = remaining,
        Remaining = remaining,
        GrantedAt = Start.AddDays(grantedDay),
        ExpiresAt = expiresDay is { } day ? Start.AddDays(day) : null,
    };
}
