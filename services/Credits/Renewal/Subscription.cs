using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Renewal;

/// <summary>A plan's subscription, as far as it was heard of. Guarded by the account's lock.</summary>
internal sealed class Subscription
{
    public const int IdLengthMax = 255;

    /// <summary>Stripe's <c>sub_…</c>.</summary>
    public required string SubscriptionId { get; init; }

    public required string UserId { get; init; }

    /// <summary>When it ended; null while it is not known to have ended. It never comes back: whoever returns has a new one.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>One period of a subscription. What is known of it is only ever added, so the order of messages can't matter.</summary>
internal sealed class SubscriptionPeriod
{
    public required string SubscriptionId { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Null when the period was only heard of as unpaid or paid, not yet as begun.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Its invoice failed at least once.</summary>
    public bool WasPastDue { get; set; }

    /// <summary>Its invoice was paid after that: from then on it can't be past due.</summary>
    public bool WasRecovered { get; set; }

    public bool IsUnpaid => WasPastDue && !WasRecovered;
}

internal sealed class SubscriptionConfiguration
    : IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<SubscriptionPeriod>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscriptions");
        builder.HasKey(subscription => subscription.SubscriptionId);
        builder.Property(subscription => subscription.SubscriptionId).HasMaxLength(Subscription.IdLengthMax);
        builder.Property(subscription => subscription.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.HasIndex(subscription => subscription.UserId);
    }

    public void Configure(EntityTypeBuilder<SubscriptionPeriod> builder)
    {
        builder.ToTable("subscription_periods", table =>
            table.HasCheckConstraint("ck_subscription_periods_ends_after_start", "ends_at > starts_at"));
        builder.HasKey(period => new { period.SubscriptionId, period.StartsAt });
        builder.Property(period => period.SubscriptionId).HasMaxLength(Subscription.IdLengthMax);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(period => period.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
    }
}
