using Billing.StripeApi;

namespace Billing.Subscriptions;

/// <summary>A subscription of ours as the API of our SDK's release writes it: the period stands on its items.</summary>
/// <param name="Id">Stripe's <c>sub_…</c>.</param>
/// <param name="UserId">Whose plan; null for an organization's verification.</param>
/// <param name="OrganizationId">Whose verification; null for a plan.</param>
internal sealed record StripeSubscription(string Id, string? UserId, Guid? OrganizationId)
{
    private const long MonthsPerYear = 12;
    private const long DaysPerYear = 365;
    private const long DaysPerWeek = 7;

    public required string CustomerId { get; init; }
    public required string Status { get; init; }
    public required string PriceId { get; init; }
    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required DateTimeOffset CurrentPeriodStart { get; init; }
    public required DateTimeOffset CurrentPeriodEnd { get; init; }
    public required DateTimeOffset? CancelAt { get; init; }
    public required bool CancelAtPeriodEnd { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began to run.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What a month of it costs, however long its periods are.</summary>
    public required long MonthlyCents { get; init; }

    /// <summary>For people who read logs.</summary>
    public string Who => OrganizationId is { } organizationId ? $"organization {organizationId}" : $"user {UserId}";

    /// <returns>Null when it is none of ours.</returns>
    public static StripeSubscription? Read(Stripe.Subscription answer)
    {
        var items = answer.Items?.Data ?? [];
        if (OwnerOf(answer.Metadata ?? []) is not { } owner || items.Count == 0)
        {
            return null;
        }
        return new StripeSubscription(answer.Id, owner.UserId, owner.OrganizationId)
        {
            CustomerId = answer.CustomerId,
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
        };
    }

    private static (string? UserId, Guid? OrganizationId)? OwnerOf(Dictionary<string, string> metadata) =>
        metadata.GetValueOrDefault(StripeMetadata.Type) switch
        {
            StripeMetadata.PrpmPlus when metadata.TryGetValue(StripeMetadata.UserId, out var userId) => (userId, null),
            StripeMetadata.OrgVerification when Guid.TryParse(metadata.GetValueOrDefault(StripeMetadata.OrganizationId), out var id) =>
                (null, id),
            _ => null,
        };

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
