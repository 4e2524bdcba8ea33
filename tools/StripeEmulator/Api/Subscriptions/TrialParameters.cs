using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>How long nothing is to be paid, and what then becomes of a subscription with nothing to pay with.</summary>
internal sealed record TrialParameters(long? Days, long? End, bool EndsNow, bool IsFromPrice, string? MissingPaymentMethod)
{
    private const long DaySeconds = 86_400;
    private const long TrialDaysMax = 730;

    public static TrialParameters Read(Parameters parameters)
    {
        var endsNow = parameters.Text("trial_end") == "now";
        var endBehavior = parameters.Nested("trial_settings")?.Nested("end_behavior");
        if (endBehavior?.Has("billing_cycle_anchor") == true)
        {
            throw StripeError.NotEmulated("an anchor that a trial leaves as it is", endBehavior.NameOf("billing_cycle_anchor"));
        }

        return new TrialParameters(
            ReadDays(parameters),
            endsNow ? null : parameters.Integer("trial_end"),
            endsNow,
            parameters.Flag("trial_from_plan") ?? false,
            endBehavior?.OneOf("missing_payment_method", "create_invoice", "cancel", "pause"));
    }

    /// <summary>The moment until which nothing is to be paid; null without a trial.</summary>
    public long? EndOr(Recurrence recurrence, long now)
    {
        var days = Days ?? (IsFromPrice ? recurrence.TrialDays : null);
        var end = End ?? (days is > 0 ? now + (days * DaySeconds) : null);
        return EndsNow || end is null ? null
            : end <= now ? throw StripeError.InvalidParameter(
                "Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end")
            : end <= now + (TrialDaysMax * DaySeconds) ? end
            : throw StripeError.InvalidParameter($"A trial may last at most {TrialDaysMax} days.", "trial_end");
    }

    private static long? ReadDays(Parameters parameters) => parameters.Integer("trial_period_days") switch
    {
        null or 0 => null,
        > 0 and <= TrialDaysMax and var days => days,
        _ => throw StripeError.InvalidParameter($"A trial may last at most {TrialDaysMax} days.", "trial_period_days"),
    };
}
