using Billing.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>The one Checkout by which a user may be subscribing: one row for each user, so that nobody can pay for two plans.</summary>
internal sealed class PlanCheckout
{
    public const int UrlLengthMax = Checkout.ReturnUrls.LengthMax;

    public required string UserId { get; init; }

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

/// <summary>What a user wants to subscribe to, and where to go from there.</summary>
internal sealed record PlanOrder(string UserId, string PriceId, string SuccessUrl, string CancelUrl)
{
    public bool IsFor(PlanCheckout checkout) => checkout.PriceId == PriceId && checkout.SuccessUrl == SuccessUrl && checkout.CancelUrl == CancelUrl;
}

internal sealed class PlanCheckoutConfiguration : IEntityTypeConfiguration<PlanCheckout>
{
    public void Configure(EntityTypeBuilder<PlanCheckout> builder)
    {
        builder.ToTable("plan_checkouts", table => table.HasCheckConstraint(
            "ck_plan_checkouts_decided",
            "attempt > 0 AND num_nulls(price_id, stripe_customer_id, success_url, cancel_url) IN (0, 4) "
            + "AND (session_id IS NULL OR price_id IS NOT NULL)"));
        builder.HasKey(checkout => checkout.UserId);
        builder.Property(checkout => checkout.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(checkout => checkout.PriceId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(checkout => checkout.StripeCustomerId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(checkout => checkout.SuccessUrl).HasMaxLength(PlanCheckout.UrlLengthMax);
        builder.Property(checkout => checkout.CancelUrl).HasMaxLength(PlanCheckout.UrlLengthMax);
        builder.Property(checkout => checkout.SessionId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.HasIndex(checkout => checkout.SessionId).IsUnique();
    }
}
