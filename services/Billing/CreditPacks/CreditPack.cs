namespace Billing.CreditPacks;

/// <summary>A number of credits at a price.</summary>
internal sealed record CreditPack(string Id, string Name, long Credits, long AmountCents, bool Popular, bool BestValue)
{
    public const int IdLengthMax = 32;

    /// <summary>All packs are sold in it; two decimals are what <see cref="PricePerCredit"/> assumes.</summary>
    public const string Currency = "usd";

    private const decimal CentsPerDollar = 100m;
    private const int PricePerCreditDecimals = 4;
    private const long WholePercent = 100;

    /// <summary>Dollars for one credit.</summary>
    public decimal PricePerCredit => Math.Round(AmountCents / CentsPerDollar / Credits, PricePerCreditDecimals);

    /// <summary>How many more credits the money buys than at the base pack's price, in whole percent, rounded down.</summary>
    public long BonusPercentOver(CreditPack basePack) =>
        Math.Max(0, (WholePercent * Credits * basePack.AmountCents / (AmountCents * basePack.Credits)) - WholePercent);
}
