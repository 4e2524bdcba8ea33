using Contracts;

namespace WebhookIngress.Translation;

/// <summary>What can be told to Credits of one user's plan.</summary>
internal sealed record PlanNews(StripeEvent Event, string SubscriptionId, string UserId)
{
    public SubscriptionActivated Activated(BillingPeriod period) => new()
    {
        EventId = Event.Id,
        SubscriptionId = SubscriptionId,
        UserId = UserId,
        PeriodStart = period.Start,
        PeriodEnd = period.End,
        OccurredAt = Event.CreatedAt,
    };

    public SubscriptionRenewed Renewed(BillingPeriod period) => new()
    {
        EventId = Event.Id,
        SubscriptionId = SubscriptionId,
        UserId = UserId,
        PeriodStart = period.Start,
        PeriodEnd = period.End,
        OccurredAt = Event.CreatedAt,
    };

    public SubscriptionPastDue PastDue(BillingPeriod period) => new()
    {
        EventId = Event.Id,
        SubscriptionId = SubscriptionId,
        UserId = UserId,
        PeriodStart = period.Start,
        OccurredAt = Event.CreatedAt,
    };

    public SubscriptionRecovered Recovered(BillingPeriod period) => new()
    {
        EventId = Event.Id,
        SubscriptionId = SubscriptionId,
        UserId = UserId,
        PeriodStart = period.Start,
        OccurredAt = Event.CreatedAt,
    };

    public SubscriptionEnded Ended(DateTimeOffset at) => new()
    {
        EventId = Event.Id,
        SubscriptionId = SubscriptionId,
        UserId = UserId,
        EndedAt = at,
        OccurredAt = Event.CreatedAt,
    };
}
