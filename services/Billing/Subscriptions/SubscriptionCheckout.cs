using Billing.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>The one Checkout by which a payer may be subscribing: one row for each payer, so that nobody can pay for two subscriptions.</summary>
internal sealed class SubscriptionCheckout
{
    public const int UrlLengthMax = Checkout.ReturnUrls.LengthMax;

    /// <summary>Made by the database.</summary>
    public Guid Id { get; init; }

    /// <summary>Who subscribes to the plan; null for an organization.</summary>
    public string? UserId { get; init; }

    /// <summary>Which organization subscribes to its verification; null for a user.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>Counts the Checkouts; a new one only when the last can't be paid any more.</summary>
    public required int Attempt { get; init; }

    /// <summary>What Stripe is asked for under this attempt, so that a repeat asks for the same; null until somebody has decided.</summary>
    public string? PriceId { get; init; }

    public string? StripeCustomerId { get; init; }

    public string? SuccessUrl { get; init; }

    public string? CancelUrl { get; init; }

    /// <summary>Stripe's <c>cs_…</c>, once there is one.</summary>
    public string? SessionId { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What somebody wants to subscribe to, and where to go from there.</summary>
internal sealed record SubscriptionOrder(Payer Payer, string PriceId, string SuccessUrl, string CancelUrl)
{
    public bool IsFor(SubscriptionCheckout checkout) =>
        checkout.PriceId == PriceId && checkout.SuccessUrl == SuccessUrl && checkout.CancelUrl == CancelUrl;
}

internal sealed class SubscriptionCheckoutConfiguration : IEntityTypeConfiguration<SubscriptionCheckout>
{
    public void Configure(EntityTypeBuilder<SubscriptionCheckout> builder)
    {
        builder.ToTable("subscription_checkouts", table =>
        {
            table.HasCheckConstraint(
                "ck_subscription_checkouts_decided",
                "attempt > 0 AND num_nulls(price_id, stripe_customer_id, success_url, cancel_url) IN (0, 4) "
                + "AND (session_id IS NULL OR price_id IS NOT NULL)");
            table.HasCheckConstraint("ck_subscription_checkouts_payer", "num_nonnulls(user_id, organization_id) = 1");
        });
        builder.HasKey(checkout => checkout.Id);
        builder.Property(checkout => checkout.Id).HasDefaultValueSql("gen_random_uuid()");
        builder.Property(checkout => checkout.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(checkout => checkout.PriceId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(checkout => checkout.StripeCustomerId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(checkout => checkout.SuccessUrl).HasMaxLength(SubscriptionCheckout.UrlLengthMax);
        builder.Property(checkout => checkout.CancelUrl).HasMaxLength(SubscriptionCheckout.UrlLengthMax);
        builder.Property(checkout => checkout.SessionId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.HasIndex(checkout => checkout.UserId).IsUnique();
        builder.HasIndex(checkout => checkout.OrganizationId).IsUnique();
        builder.HasIndex(checkout => checkout.SessionId).IsUnique();
    }
}
