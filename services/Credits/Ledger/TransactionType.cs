namespace Credits.Ledger;

/// <summary>What a transaction is, as written in the database and on the wire.</summary>
internal static class TransactionType
{
    public const int LengthMax = 16;

    public const string Signup = "signup";
    public const string Monthly = "monthly";
    public const string Purchase = "purchase";
    public const string Spend = "spend";
    public const string Rollover = "rollover";
    public const string Expire = "expire";
    public const string Refund = "refund";
    public const string Bonus = "bonus";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } =
        [Signup, Monthly, Purchase, Spend, Rollover, Expire, Refund, Bonus, Admin];
}
