using Stripe;

namespace Operator.Doctor;

/// <summary>Whether a configured price is at Stripe, on sale, and what the product says it is.</summary>
internal static class PriceCheck
{
    private const string Remedy = "Run stripe-setup, which makes it right, and set the id that it prints.";

    /// <returns>Null when it is not configured, which the settings' check tells where it matters.</returns>
    public static async Task<Finding?> RunAsync(
        Installation installation, StripeClient stripe, WantedPrice wanted, CancellationToken cancellationToken)
    {
        if (installation.Text(wanted.Setting) is not { } id)
        {
            return null;
        }
        try
        {
            var faults = FaultsOf(await stripe.V1.Prices.GetAsync(id, cancellationToken: cancellationToken), wanted).ToList();
            return faults.Count == 0
                ? Finding.Well($"{wanted.Setting} is the price of {wanted.Name}")
                : Finding.Wrong($"{wanted.Setting} {string.Join(" and ", faults)}", Remedy);
        }
        catch (StripeException exception) when (exception.StripeError?.Code == StripeWords.ResourceMissing)
        {
            return Finding.Wrong($"{wanted.Setting} is no price of this account in this mode", Remedy);
        }
    }

    private static IEnumerable<string> FaultsOf(Price price, WantedPrice wanted)
    {
        if (!price.Active)
        {
            yield return "is archived";
        }
        if (price.Currency != WantedPrice.Currency)
        {
            yield return $"is in {price.Currency}, not {WantedPrice.Currency}";
        }
        if (price.Recurring is not { Interval: WantedPrice.Interval, IntervalCount: 1 })
        {
            yield return price.Recurring is { } recurring
                ? $"is due each {recurring.IntervalCount} {recurring.Interval}, not each month"
                : "is paid once, not each month";
        }
        if (wanted.AmountCents is { } cents && price.UnitAmount != cents)
        {
            yield return $"costs {price.UnitAmount} cents, not {cents}";
        }
    }
}
