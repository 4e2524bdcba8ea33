using Billing.StripeApi;

namespace Billing.Subscriptions;

/// <summary>Reads a subscription as the API of our SDK's release writes it: the period stands on its items.</summary>
internal static class StripeSubscription
{
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
            AskedAt = askedAt,
        };
    }

    private static DateTimeOffset Utc(DateTime moment) => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc));
}
