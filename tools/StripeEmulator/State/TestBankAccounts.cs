namespace StripeEmulator.State;

/// <summary>A bank account of the test set. Its payments take days; <paramref name="Decline"/> says how they end (null: well).</summary>
internal sealed record TestBankAccount(string Token, string Last4, Decline? Decline);

/// <summary>The test accounts, by token (<c>pm_usBankAccount_success</c>) and by account number.</summary>
internal static class TestBankAccounts
{
    private const string TokenPrefix = "pm_usBankAccount_";

    public static readonly TestBankAccount Good = new("success", "6789", null);
    public static readonly TestBankAccount Empty = new("insufficientFunds", "2227", Decline.BankInsufficientFunds);

    public static TestBankAccount? ByMethodToken(string token) =>
        token == TokenPrefix + Good.Token ? Good
        : token == TokenPrefix + Empty.Token ? Empty
        : null;

    /// <summary>Stripe's published test numbers; none of them is anybody's account.</summary>
    public static TestBankAccount? ByNumber(string number) => number switch
    {
        "000123456789" => Good,
        "000222222227" => Empty,
        _ => null,
    };
}
