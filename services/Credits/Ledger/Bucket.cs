namespace Credits.Ledger;

/// <summary>Where a grant's credits come from, as written in the database and on the wire.</summary>
internal static class Bucket
{
    public const int LengthMax = 16;

    public const string Monthly = "monthly";
    public const string Rollover = "rollover";
    public const string Purchased = "purchased";
    public const string Bonus = "bonus";

    public static IReadOnlyList<string> All { get; } = [Monthly, Rollover, Purchased, Bonus];
}
