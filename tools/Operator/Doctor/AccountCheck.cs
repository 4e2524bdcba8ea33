using Stripe;

namespace Operator.Doctor;

/// <summary>Whether Stripe knows the key, and whether this machine's clock agrees with Stripe's.</summary>
internal static class AccountCheck
{
    // Signatures bear five minutes. A clock that is a minute off will be more.
    private const int SkewSecondsMax = 60;

    public static async Task<IReadOnlyList<Finding>> RunAsync(StripeClient stripe, TimeProvider time, CancellationToken cancellationToken)
    {
        Account account;
        try
        {
            account = await stripe.V1.Accounts.GetSelfAsync(cancellationToken: cancellationToken);
        }
        catch (StripeException exception)
        {
            return [Finding.Wrong(
                $"Stripe does not take STRIPE_SECRET_KEY: {(int)exception.HttpStatusCode} {exception.StripeError?.Code}",
                "Copy the key again from the dashboard, under Developers, API keys; a restricted key needs to read accounts, prices and webhook endpoints.")];
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [Finding.Wrong(
                $"Stripe can't be reached: {exception.Message}", "Look at the network, a proxy, and STRIPE_API_BASE (not set: Stripe itself).")];
        }
        return [Finding.Well($"Stripe knows the key: account {account.Id}"), .. OfClock(account.StripeResponse?.Date, time.GetUtcNow())];
    }

    private static IEnumerable<Finding> OfClock(DateTimeOffset? stripes, DateTimeOffset ours)
    {
        if (stripes is null)
        {
            yield break;
        }
        var seconds = (int)(ours - stripes.Value).TotalSeconds;
        yield return Math.Abs(seconds) <= SkewSecondsMax
            ? Finding.Well("The clock agrees with Stripe's")
            : Finding.Wrong(
                $"The clock is {Math.Abs(seconds)} seconds {(seconds > 0 ? "ahead of" : "behind")} Stripe's",
                "Synchronize the machine's time (NTP): webhooks more than 300 seconds off are refused with signature_stale.");
    }
}
