using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>Makes payment methods of Stripe's test cards and accounts: by token, or by the number that a payer types.</summary>
internal static class TestMethods
{
    private const int FarMonth = 12;
    private const int YearsAhead = 3;

    /// <summary>The method that an id names; a test token such as <c>pm_card_visa</c> makes a new one each time.</summary>
    public static PaymentMethod FindOrCreate(StripeState state, string idOrToken, string parameter) =>
        state.PaymentMethods.Find(idOrToken)
        ?? ByToken(state, idOrToken)
        ?? throw StripeError.NoSuch(ObjectNames.PaymentMethod, idOrToken, parameter);

    /// <summary>A new method of what a token names; null when it names nothing.</summary>
    public static PaymentMethod? ByToken(StripeState state, string token) =>
        TestCards.ByMethodToken(token) is { } card ? Of(state, card)
        : TestBankAccounts.ByMethodToken(token) is { } account ? Of(state, account)
        : null;

    /// <summary>A new method of the card or account with the number; null when it is neither.</summary>
    public static PaymentMethod? ByNumber(StripeState state, string number)
    {
        var digits = number.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return TestCards.ByCardNumber(digits) is { } card ? Of(state, card)
            : TestBankAccounts.ByNumber(digits) is { } account ? Of(state, account)
            : null;
    }

    public static PaymentMethod Of(StripeState state, TestCard card) => state.PaymentMethods.Put(new PaymentMethod
    {
        Id = StripeIds.PaymentMethod(state.Now),
        Created = state.Now,
        Card = card,
        ExpiryMonth = FarMonth,
        ExpiryYear = DateTimeOffset.FromUnixTimeSeconds(state.Now).Year + YearsAhead,
    });

    private static PaymentMethod Of(StripeState state, TestBankAccount account) => state.PaymentMethods.Put(new PaymentMethod
    {
        Id = StripeIds.PaymentMethod(state.Now),
        Created = state.Now,
        BankAccount = account,
    });
}
