using Billing.Subscriptions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Billing.Organizations;

/// <summary>An organization's subscription to its verification.</summary>
internal sealed class OrganizationSubscription : MirroredSubscription
{
    /// <summary>As Stripe's metadata says: no reference, because the mirror keeps what it is told.</summary>
    public required Guid OrganizationId { get; init; }
}

internal sealed class OrganizationSubscriptionConfiguration()
    : MirroredSubscriptionConfiguration<OrganizationSubscription>("organization_subscriptions")
{
    public override void Configure(EntityTypeBuilder<OrganizationSubscription> builder)
    {
        base.Configure(builder);
        builder.HasIndex(subscription => new { subscription.OrganizationId, subscription.CreatedAt }).IsDescending(false, true);
    }
}
