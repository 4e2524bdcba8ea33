using Billing.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>A user's subscription as Stripe last said: a mirror, and Stripe's is the original.</summary>
internal sealed class Subscription
{
    public const int StatusLengthMax = 32;
    public const int CurrencyLength = 3;

    /// <summary>Stripe's <c>sub_…</c>.</summary>
    public required string SubscriptionId { get; init; }

    public required string UserId { get; init; }

    public required string StripeCustomerId { get; init; }

    /// <summary>Stripe's word; see <see cref="SubscriptionStatuses"/>.</summary>
    public required string Status { get; init; }

    public required string PriceId { get; init; }

    /// <summary>What a period costs.</summary>
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

    /// <summary>When it began to run. Kept in its first term alone.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>What a month of it costs, however long its periods are. Kept in its terms alone.</summary>
    public long MonthlyCents { get; init; }

    /// <summary>When Stripe was asked for what stands here: an answer to an earlier question does not replace it.</summary>
    public required DateTimeOffset AskedAt { get; init; }
}

/// <summary>Stripe's words for how a subscription is. New ones may come; they count as not over.</summary>
internal static class SubscriptionStatuses
{
    public const string Active = "active";
    public const string Trialing = "trialing";
    public const string PastDue = "past_due";
    public const string Canceled = "canceled";
    public const string IncompleteExpired = "incomplete_expired";

    /// <summary>Ours, for who never had one.</summary>
    public const string None = "none";

    /// <summary>These count as subscribed: who is late with a payment has not left.</summary>
    public static readonly string[] Running = [Active, Trialing, PastDue];

    /// <summary>It never comes back from these.</summary>
    public static readonly string[] Over = [Canceled, IncompleteExpired];
}

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscriptions", table => table.HasCheckConstraint(
            "ck_subscriptions_period", "amount_cents >= 0 AND current_period_start <= current_period_end"));
        builder.HasKey(subscription => subscription.SubscriptionId);
        builder.Property(subscription => subscription.SubscriptionId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(subscription => subscription.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(subscription => subscription.StripeCustomerId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(subscription => subscription.Status).HasMaxLength(Subscription.StatusLengthMax);
        builder.Property(subscription => subscription.PriceId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(subscription => subscription.Currency).HasMaxLength(Subscription.CurrencyLength).IsFixedLength();
        builder.Ignore(subscription => subscription.StartedAt);
        builder.Ignore(subscription => subscription.MonthlyCents);
        builder.HasIndex(subscription => new { subscription.UserId, subscription.CreatedAt }).IsDescending(false, true);
    }
}
