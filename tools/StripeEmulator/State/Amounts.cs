using System.Globalization;

namespace StripeEmulator.State;

/// <summary>Writes amounts for people.</summary>
internal static class Amounts
{
    private const int CentsPerUnit = 100;

    public static string Shown(Price price) => Shown(price.UnitAmountCents, price.Currency);

    /// <summary>Two decimals whatever the currency; what counts in the API is the smallest unit.</summary>
    public static string Shown(long amountCents, string currency) =>
        (currency == "usd" ? "$" : currency.ToUpperInvariant() + " ")
        + ((decimal)amountCents / CentsPerUnit).ToString("0.00", CultureInfo.InvariantCulture);
}
