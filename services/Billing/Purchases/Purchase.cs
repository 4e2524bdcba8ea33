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

    /// <summary>Follows from the rest of the row and from the payment's facts; see <see cref="StatusWith"/>.</summary>
    public required PurchaseStatus Status { get; set; }

    /// <summary>Of the latest failure. A code: Stripe's decline code, or one of <see cref="FailureReasons"/>.</summary>
    public string? FailureReason { get; set; }

    /// <summary>When Stripe reported the failure that <see cref="FailureReason"/> tells of: an older one does not replace it.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>When Stripe last said that the money is on its way.</summary>
    public DateTimeOffset? ProcessingAt { get; set; }

    /// <summary>When Stripe gave the payment up.</summary>
    public DateTimeOffset? CanceledAt { get; set; }

    /// <summary>Who pays. Kept here because a repeat must send Stripe exactly what the first attempt sent.</summary>
    public required string StripeCustomerId { get; init; }

    /// <summary>Goes up when Stripe definitely refused: the next attempt is another request and needs another key.</summary>
    public required int PaymentAttempt { get; init; }

    /// <summary>Stripe's payment, <c>pi_…</c>, once there is one.</summary>
    public string? PaymentIntentId { get; set; }

    /// <summary>Stripe's hosted page, <c>cs_…</c>, for a purchase that is paid there.</summary>
    public string? CheckoutSessionId { get; set; }

    /// <summary>The client's request, when it carried an Idempotency-Key: a repeat continues this purchase.</summary>
    public Guid? IdempotencyClaimId { get; init; }

    public DateTimeOffset? SucceededAt { get; set; }

    /// <summary>The money that came, in cents.</summary>
    public long? ReceivedCents { get; set; }

    /// <summary>The money that went back, in cents, by the refunds that stand.</summary>
    public long RefundedCents { get; set; }

    /// <summary>The money that disputes hold at the moment, in cents.</summary>
    public long DisputedCents { get; set; }

    /// <summary>The money that disputes took for good, in cents.</summary>
    public long LostCents { get; set; }

    /// <summary>What the ledger says it granted, once it has said so.</summary>
    public long? GrantedCredits { get; init; }

    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>What the ledger says it took back, in all. Less than the target where it was spent before.</summary>
    public long ClawedBackCredits { get; init; }

    /// <summary>What the ledger says is to be taken back for the money that went back, in all.</summary>
    public long ClawbackTargetCredits { get; init; }

    /// <summary>The ledger's time of the last word of it.</summary>
    public DateTimeOffset? ClawedBackAt { get; init; }

    /// <summary>What could still be sent back.</summary>
    public long RefundableCents => Math.Max(0, (ReceivedCents ?? 0) - RefundedCents);

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Another card may do, so of several failures the latest counts, by Stripe's time; within one second, any one fixed.</summary>
    /// <returns>False when a later one is known.</returns>
    public bool NoteFailure(DateTimeOffset failedAt, string reason)
    {
        var isLatest = FailedAt is not { } known || failedAt > known
            || (failedAt == known && string.CompareOrdinal(reason, FailureReason) > 0);
        if (isLatest)
        {
            (FailedAt, FailureReason) = (failedAt, reason);
        }
        return isLatest;
    }

    /// <returns>False when a later start is known.</returns>
    public bool NoteProcessing(DateTimeOffset startedAt)
    {
        var isLatest = ProcessingAt is not { } known || startedAt > known;
        if (isLatest)
        {
            ProcessingAt = startedAt;
        }
        return isLatest;
    }

    /// <summary>The status that follows from what is known, whatever was heard first.</summary>
    /// <remarks>
    /// Money that has come outweighs every word of its payment, and what became of it counts from then on. A canceled payment can't
    /// fail any more. Else the later of failure and processing counts.
    /// </remarks>
    public PurchaseStatus StatusWith(Reversal reversal) => this switch
    {
        { SucceededAt: not null } when reversal.IsDisputed => PurchaseStatus.Disputed,
        { SucceededAt: not null } when reversal.RefundedCents == 0 => PurchaseStatus.Succeeded,
        { SucceededAt: not null } => reversal.RefundedCents < ReceivedCents ? PurchaseStatus.PartiallyRefunded : PurchaseStatus.Refunded,
        { CanceledAt: not null } => PurchaseStatus.Canceled,
        { FailedAt: not null } when ProcessingAt is null || FailedAt >= ProcessingAt => PurchaseStatus.Failed,
        { ProcessingAt: not null } => PurchaseStatus.Processing,
        _ => PurchaseStatus.Pending,
    };
}

/// <summary>Reasons of our own, beside Stripe's decline codes.</summary>
internal static class FailureReasons
{
    public const string StripeRefused = "stripe_refused";
    public const string PaymentFailed = "payment_failed";
}

internal sealed class PurchaseConfiguration : IEntityTypeConfiguration<Purchase>
{
    private const int PageFillPercent = 50;

    public const string ClaimIndex = "ix_purchases_idempotency_claim_id";

    public void Configure(EntityTypeBuilder<Purchase> builder)
    {
        builder.ToTable("purchases", AddChecks);
        // Room on each page for what its rows become: that one is paid, and what the ledger granted for it, is then noted without touching
        // an index. So none may be over what changes by it: reports, which are rare, read the table.
        builder.HasStorageParameter("fillfactor", PageFillPercent);
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
        builder.Ignore(purchase => purchase.RefundableCents);
        builder.Property(purchase => purchase.CheckoutSessionId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.HasIndex(purchase => purchase.PaymentIntentId).IsUnique();
        builder.HasIndex(purchase => purchase.CheckoutSessionId).IsUnique().HasFilter("checkout_session_id IS NOT NULL");
        builder.HasIndex(purchase => purchase.IdempotencyClaimId).IsUnique().HasFilter("idempotency_claim_id IS NOT NULL").HasDatabaseName(ClaimIndex);
        builder.HasIndex(purchase => new { purchase.UserId, purchase.CreatedAt, purchase.Id }).IsDescending(false, true, true);
    }

    private static void AddChecks(TableBuilder<Purchase> table)
    {
        var statuses = string.Join(", ", PurchaseStatusNames.All.Select(name => $"'{name}'"));
        table.HasCheckConstraint("ck_purchases_status", $"status IN ({statuses})");
        table.HasCheckConstraint("ck_purchases_amounts", "credits > 0 AND amount_cents > 0 AND payment_attempt > 0");
        table.HasCheckConstraint("ck_purchases_granted", "(granted_credits IS NULL) = (granted_at IS NULL) AND granted_credits > 0");
        table.HasCheckConstraint(
            "ck_purchases_succeeded",
            "status NOT IN ('succeeded', 'partially_refunded', 'refunded', 'disputed') "
            + "OR (succeeded_at IS NOT NULL AND payment_intent_id IS NOT NULL)");
        table.HasCheckConstraint("ck_purchases_refunded", "refunded_cents >= 0 AND disputed_cents >= 0 AND lost_cents >= 0");
        table.HasCheckConstraint("ck_purchases_clawed_back", "clawed_back_credits BETWEEN 0 AND clawback_target_credits");
    }
}
