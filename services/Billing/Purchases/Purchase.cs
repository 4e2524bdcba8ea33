using Billing.CreditPacks;
using Billing.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Purchases;

/// <summary>A user's wish to buy a pack, and what came of it. What it costs is fixed at the start, whatever the pack costs later.</summary>
/// <remarks>
/// Written before Stripe is asked for a payment, so that no payment is without a purchase. A row that never got its
/// payment does no harm: nobody can pay it, and nothing is counted by it.
/// </remarks>
internal sealed class Purchase
{
    public const int FailureReasonLengthMax = 200;
    public const int CurrencyLength = 3;

    public required Guid Id { get; init; }

    public required string UserId { get; init; }

    public required string Package { get; init; }

    public required long Credits { get; init; }

    public required long AmountCents { get; init; }

    public required string Currency { get; init; }

    public required PurchaseStatus Status { get; init; }

    /// <summary>A code: Stripe's decline code, or one of <see cref="FailureReasons"/>.</summary>
    public string? FailureReason { get; init; }

    /// <summary>When Stripe reported the failure that <see cref="FailureReason"/> tells of: an older one does not replace it.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Who pays. Kept here because a repeat must send Stripe exactly what the first attempt sent.</summary>
    public required string StripeCustomerId { get; init; }

    /// <summary>Goes up when Stripe definitely refused: the next attempt is another request and needs another key.</summary>
    public required int PaymentAttempt { get; init; }

    /// <summary>Stripe's payment, <c>pi_…</c>, once there is one.</summary>
    public string? PaymentIntentId { get; init; }

    /// <summary>The client's request, when it carried an Idempotency-Key: a repeat continues this purchase.</summary>
    public Guid? IdempotencyClaimId { get; init; }

    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>The money that came, in cents.</summary>
    public long? ReceivedCents { get; init; }

    /// <summary>What the ledger says it granted, once it has said so.</summary>
    public long? GrantedCredits { get; init; }

    public DateTimeOffset? GrantedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Reasons of our own, beside Stripe's decline codes.</summary>
internal static class FailureReasons
{
    public const string StripeRefused = "stripe_refused";
    public const string PaymentFailed = "payment_failed";
}

internal sealed class PurchaseConfiguration : IEntityTypeConfiguration<Purchase>
{
    public const string ClaimIndex = "ix_purchases_idempotency_claim_id";

    public void Configure(EntityTypeBuilder<Purchase> builder)
    {
        builder.ToTable("purchases", AddChecks);
        builder.HasKey(purchase => purchase.Id);
        builder.Property(purchase => purchase.Id).ValueGeneratedNever();
        builder.Property(purchase => purchase.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(purchase => purchase.Package).HasMaxLength(CreditPack.IdLengthMax);
        builder.Property(purchase => purchase.Currency).HasMaxLength(Purchase.CurrencyLength).IsFixedLength();
        builder.Property(purchase => purchase.Status)
            .HasConversion(status => PurchaseStatusNames.NameOf(status), name => PurchaseStatusNames.StatusOf(name))
            .HasMaxLength(PurchaseStatusNames.LengthMax);
        builder.Property(purchase => purchase.FailureReason).HasMaxLength(Purchase.FailureReasonLengthMax);
        builder.Property(purchase => purchase.StripeCustomerId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(purchase => purchase.PaymentIntentId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.HasIndex(purchase => purchase.PaymentIntentId).IsUnique();
        builder.HasIndex(purchase => purchase.IdempotencyClaimId).IsUnique().HasDatabaseName(ClaimIndex);
        builder.HasIndex(purchase => new { purchase.UserId, purchase.CreatedAt, purchase.Id }).IsDescending(false, true, true);
    }

    private static void AddChecks(TableBuilder<Purchase> table)
    {
        var statuses = string.Join(", ", PurchaseStatusNames.All.Select(name => $"'{name}'"));
        table.HasCheckConstraint("ck_purchases_status", $"status IN ({statuses})");
        table.HasCheckConstraint("ck_purchases_amounts", "credits > 0 AND amount_cents > 0 AND payment_attempt > 0");
        table.HasCheckConstraint("ck_purchases_granted", "(granted_credits IS NULL) = (granted_at IS NULL) AND granted_credits > 0");
        table.HasCheckConstraint(
            "ck_purchases_succeeded", "status <> 'succeeded' OR (succeeded_at IS NOT NULL AND payment_intent_id IS NOT NULL)");
    }
}
