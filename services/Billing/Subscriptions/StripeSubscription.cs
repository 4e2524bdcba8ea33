using Billing.StripeApi;

namespace Billing.Subscriptions;

/// <summary>Reads a subscription as the API of our SDK's release writes it: the period stands on its items.</summary>
internal static class StripeSubscription
{
    private const long MonthsPerYear = 12;
    private const long DaysPerYear = 365;
    private const long DaysPerWeek = 7;

    /// <returns>Null when it is none of the plan's.</returns>
    public static Subscription? Read(Stripe.Subscription answer, DateTimeOffset askedAt)
    {
        var items = answer.Items?.Data ?? [];
        if (answer.Metadata?.GetValueOrDefault(StripeMetadata.Type) != StripeMetadata.PrpmPlus
            || !answer.Metadata.TryGetValue(StripeMetadata.UserId, out var userId)
            || items.Count == 0)
        {
            return null;
        }
        return new Subscription
        {
            SubscriptionId = answer.Id,
            UserId = userId,
            StripeCustomerId = answer.CustomerId,
            Status = answer.Status,
            PriceId = items[0].Price.Id,
            AmountCents = items.Sum(item => (item.Price.UnitAmount ?? 0) * item.Quantity),
            Currency = answer.Currency,
            CurrentPeriodStart = items.Min(item => Utc(item.CurrentPeriodStart)),
            CurrentPeriodEnd = items.Max(item => Utc(item.CurrentPeriodEnd)),
            CancelAt = answer.CancelAt is { } cancelAt ? Utc(cancelAt) : null,
            CancelAtPeriodEnd = answer.CancelAtPeriodEnd,
            EndedAt = answer.EndedAt is { } endedAt ? Utc(endedAt) : null,
            CreatedAt = Utc(answer.Created),
            StartedAt = Utc(answer.StartDate),
            MonthlyCents = items.Sum(MonthlyCentsOf),
            AskedAt = askedAt,
        };
    }

    // A month is the twelfth part of a year; what is billed by the day or week is taken to that.
    private static long MonthlyCentsOf(Stripe.SubscriptionItem item)
    {
        var cents = (item.Price.UnitAmount ?? 0) * item.Quantity;
        var periods = Math.Max(1, item.Price.Recurring?.IntervalCount ?? 1);
        return item.Price.Recurring?.Interval switch
        {
            "year" => cents / (MonthsPerYear * periods),
            "week" => cents * DaysPerYear / (DaysPerWeek * MonthsPerYear * periods),
            "day" => cents * DaysPerYear / (MonthsPerYear * periods),
            _ => cents / periods,
        };
    }

    private static DateTimeOffset Utc(DateTime moment) => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc));
}
