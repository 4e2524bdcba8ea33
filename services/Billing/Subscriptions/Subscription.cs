using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>A user's subscription to the plan.</summary>
internal sealed class Subscription : MirroredSubscription
{
    public required string UserId { get; init; }
}

internal sealed class SubscriptionConfiguration() : MirroredSubscriptionConfiguration<Subscription>("subscriptions")
{
    public override void Configure(EntityTypeBuilder<Subscription> builder)
    {
        base.Configure(builder);
        builder.Property(subscription => subscription.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.HasIndex(subscription => new { subscription.UserId, subscription.CreatedAt }).IsDescending(false, true);
    }
}
