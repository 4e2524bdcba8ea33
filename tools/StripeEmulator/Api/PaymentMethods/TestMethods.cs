using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>What a payer types into a page: a test card's number, or a test account's.</summary>
internal static class TestMethods
{
    /// <summary>A new method; null when the number is neither.</summary>
    public static PaymentMethod? ByNumber(StripeState state, string number)
    {
        var digits = number.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return TestCards.ByCardNumber(digits) is { } card ? CardParameters.CardMethod(state, card)
            : TestBankAccounts.ByNumber(digits) is { } account ? CardParameters.BankAccountMethod(state, account)
            : null;
    }
}
