using StripeEmulator.Api.Requests;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>Reads an amount and its currency within Stripe's limits.</summary>
internal static class AmountParameters
{
    /// <summary>Stripe's minimum differs by currency; the one for US dollars serves for all.</summary>
    private const long AmountCentsMin = 50;
    private const long AmountCentsMax = 99_999_999;
    private const int CurrencyLength = 3;

    public static long Checked(long amountCents) => amountCents switch
    {
        < 1 => throw StripeError.InvalidParameter("This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer"),
        < AmountCentsMin => throw StripeError.InvalidParameter("Amount must be at least $0.50 usd", "amount", "amount_too_small"),
        > AmountCentsMax => throw StripeError.InvalidParameter("Amount must be no more than $999,999.99", "amount", "amount_too_large"),
        _ => amountCents,
    };

    public static string? Currency(Parameters parameters) => parameters.Text("currency") switch
    {
        null => null,
        { Length: CurrencyLength } text when text.All(char.IsAsciiLetter) => text.ToLowerInvariant(),
        var text => throw StripeError.InvalidParameter($"Invalid currency: {text}.", "currency"),
    };
}
