using Billing.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Billing.Subscriptions;

/// <summary>A subscription as Stripe last said: a mirror, and Stripe's is the original. Written by <see cref="SubscriptionMirror"/> alone.</summary>
internal abstract class MirroredSubscription
{
    public const int StatusLengthMax = 32;
    public const int CurrencyLength = 3;

    /// <summary>Stripe's <c>sub_…</c>.</summary>
    public required string SubscriptionId { get; init; }

    public required string StripeCustomerId { get; init; }

    /// <summary>Stripe's word; see <see cref="SubscriptionStatuses"/>.</summary>
    public required string Status { get; init; }

    /// <summary>At which it renews; a period that has begun may have been paid at another.</summary>
    public required string PriceId { get; init; }

    /// <summary>What the next period costs.</summary>
    public required long AmountCents { get; init; }

    public required string Currency { get; init; }

    public required DateTimeOffset CurrentPeriodStart { get; init; }

    public required DateTimeOffset CurrentPeriodEnd { get; init; }

    /// <summary>When it will end, if somebody said so; by the period's end or by a moment, which Stripe keeps apart.</summary>
    public DateTimeOffset? CancelAt { get; init; }

    public required bool CancelAtPeriodEnd { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When Stripe made it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When Stripe was asked for what stands here: an answer to an earlier question does not replace it.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The portal says it by a moment, the API by the period's end.</summary>
    public bool IsEnding => (CancelAtPeriodEnd || CancelAt is not null) && !SubscriptionStatuses.Over.Contains(Status);

    public bool WillRenew => !IsEnding && SubscriptionStatuses.Renewing.Contains(Status);
}

/// <summary>Stripe's words for how a subscription is. New ones may come; they count as not over.</summary>
internal static class SubscriptionStatuses
{
    public const string Active = "active";
    public const string Trialing = "trialing";
    public const string PastDue = "past_due";
    public const string Unpaid = "unpaid";
    public const string Paused = "paused";
    public const string Canceled = "canceled";
    public const string IncompleteExpired = "incomplete_expired";

    /// <summary>Ours, for who never had one.</summary>
    public const string None = "none";

    /// <summary>It never comes back from these.</summary>
    public static readonly string[] Over = [Canceled, IncompleteExpired];

    /// <summary>The next period is charged. Past due, Stripe still tries to collect this one.</summary>
    public static readonly string[] Renewing = [Active, Trialing, PastDue];

    /// <summary>Whose price can be changed: it began, and is not over.</summary>
    public static readonly string[] Begun = [.. Renewing, Unpaid, Paused];
}

internal static class SubscriptionsOfPayer
{
    /// <summary>The one that is not over first, then the newest.</summary>
    public static IQueryable<T> CurrentFirst<T>(this IQueryable<T> subscriptions)
        where T : MirroredSubscription => subscriptions
            .OrderBy(subscription => SubscriptionStatuses.Over.Contains(subscription.Status))
            .ThenByDescending(subscription => subscription.CreatedAt);
}

internal abstract class MirroredSubscriptionConfiguration<T>(string table) : IEntityTypeConfiguration<T>
    where T : MirroredSubscription
{
    public virtual void Configure(EntityTypeBuilder<T> builder)
    {
        builder.ToTable(table, checks => checks.HasCheckConstraint(
            $"ck_{table}_period", "amount_cents >= 0 AND current_period_start <= current_period_end"));
        builder.HasKey(subscription => subscription.SubscriptionId);
        builder.Property(subscription => subscription.SubscriptionId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(subscription => subscription.StripeCustomerId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(subscription => subscription.Status).HasMaxLength(MirroredSubscription.StatusLengthMax);
        builder.Property(subscription => subscription.PriceId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(subscription => subscription.Currency).HasMaxLength(MirroredSubscription.CurrencyLength).IsFixedLength();
        builder.Ignore(subscription => subscription.IsEnding);
        builder.Ignore(subscription => subscription.WillRenew);
    }
}
