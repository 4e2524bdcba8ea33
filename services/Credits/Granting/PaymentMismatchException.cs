using Contracts;

namespace Credits.Granting;

/// <summary>The money is not what the pack costs: the message is parked in the error queue for the operator, nothing is granted.</summary>
internal sealed class PaymentMismatchException(string message) : Exception(message)
{
    public static void ThrowIfMismatched(PaymentSucceeded payment)
    {
        var amountDiffers = payment.ExpectedAmountCents is { } expected && expected != payment.AmountCents;
        var currencyDiffers = payment.ExpectedCurrency is { } currency
            && !string.Equals(currency, payment.Currency, StringComparison.OrdinalIgnoreCase);
        if (amountDiffers || currencyDiffers)
        {
            throw new PaymentMismatchException(
                $"Payment {payment.PaymentIntentId} brought {payment.AmountCents} {payment.Currency}, "
                + $"the pack costs {payment.ExpectedAmountCents} {payment.ExpectedCurrency}.");
        }
    }
}
