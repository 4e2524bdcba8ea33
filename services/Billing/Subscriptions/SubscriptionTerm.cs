using Billing.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>How a subscription was from a moment on, until its next term: what it was in the past, which its mirror does not keep.</summary>
internal sealed class SubscriptionTerm
{
    public required string SubscriptionId { get; init; }

    /// <summary>When it became so, as well as Stripe tells.</summary>
    public required DateTimeOffset Since { get; init; }

    public required string UserId { get; init; }

    /// <summary>Whether it counts as subscribed; see <see cref="SubscriptionStatuses.Renewing"/>.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Who had which price, by the price that was the member price then.</summary>
    public required string Tier { get; init; }

    /// <summary>What a month brings; nothing during a trial.</summary>
    public required long MonthlyCents { get; init; }
}

internal sealed class SubscriptionTermConfiguration : IEntityTypeConfiguration<SubscriptionTerm>
{
    public void Configure(EntityTypeBuilder<SubscriptionTerm> builder)
    {
        builder.ToTable("subscription_terms", table => table.HasCheckConstraint(
            "ck_subscription_terms_tier", $"tier IN ('{TierNames.Individual}', '{TierNames.OrganizationMember}') AND monthly_cents >= 0"));
        builder.HasKey(term => new { term.SubscriptionId, term.Since });
        builder.Property(term => term.SubscriptionId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(term => term.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(term => term.Tier).HasMaxLength(TierNames.LengthMax);
    }
}
