using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary><c>proration_date</c>: from when a change counts, so that it costs what its preview said.</summary>
internal static class ProrationDate
{
    public static long? Checked(long? date, Subscription subscription) =>
        date is null || (date >= subscription.Period.Start && date <= subscription.Period.End)
            ? date
            : throw StripeError.InvalidParameter(
                "Cannot specify `proration_date` outside of the current period of the subscription.", "proration_date");
}
