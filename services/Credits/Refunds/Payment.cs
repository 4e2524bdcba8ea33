using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Refunds;

/// <summary>A payment for credits, as far as it was heard of: a refund may be heard of first. Its row is the lock of its facts.</summary>
internal sealed class Payment
{
    public const int IdLengthMax = 255;

    /// <summary>Stripe's <c>pi_…</c>.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>Null until the payment itself was heard of; so are the two below.</summary>
    public string? UserId { get; set; }

    public long? Credits { get; set; }

    /// <summary>Money received, in minor units.</summary>
    public long? AmountCents { get; set; }

    public Guid? PurchaseId { get; set; }
}

/// <summary>Something that Stripe said about a payment's money. Facts are only ever added, so their order can't matter.</summary>
internal sealed class PaymentFact
{
    public const int KindLengthMax = 32;

    public required string PaymentIntentId { get; init; }

    public required string Kind { get; init; }

    /// <summary>What makes it one fact however often it is told: the event for a refund, the refund, dispute or warning for the rest.</summary>
    public required string Key { get; init; }

    /// <summary>The money it is about, in minor units; for a refund the sum of all refunds so far.</summary>
    public long AmountCents { get; init; }

    /// <summary>For a refund: the sum before it, where Stripe said so.</summary>
    public long? PreviousAmountCents { get; init; }

    /// <summary>For a refund: the whole charge.</summary>
    public long? ChargeAmountCents { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>What a fact is about.</summary>
internal static class PaymentFactKind
{
    public const string Refunded = "refunded";
    public const string RefundFailed = "refund_failed";
    public const string DisputeOpened = "dispute_opened";
    public const string DisputeLost = "dispute_lost";
    public const string DisputeWon = "dispute_won";
    public const string FundsReinstated = "funds_reinstated";
    public const string FraudWarning = "fraud_warning";
    public const string FraudWarningDismissed = "fraud_warning_dismissed";

    public static IReadOnlyList<string> All { get; } =
        [Refunded, RefundFailed, DisputeOpened, DisputeLost, DisputeWon, FundsReinstated, FraudWarning, FraudWarningDismissed];
}

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>, IEntityTypeConfiguration<PaymentFact>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments");
        builder.HasKey(payment => payment.PaymentIntentId);
        builder.Property(payment => payment.PaymentIntentId).HasMaxLength(Payment.IdLengthMax);
        builder.Property(payment => payment.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
    }

    public void Configure(EntityTypeBuilder<PaymentFact> builder)
    {
        builder.ToTable("payment_facts", table =>
            table.HasCheckConstraint("ck_payment_facts_kind_known", $"kind IN ('{string.Join("', '", PaymentFactKind.All)}')"));
        builder.HasKey(fact => new { fact.PaymentIntentId, fact.Kind, fact.Key });
        builder.Property(fact => fact.PaymentIntentId).HasMaxLength(Payment.IdLengthMax);
        builder.Property(fact => fact.Kind).HasMaxLength(PaymentFact.KindLengthMax);
        builder.Property(fact => fact.Key).HasMaxLength(Payment.IdLengthMax);
        builder.HasOne<Payment>().WithMany().HasForeignKey(fact => fact.PaymentIntentId).OnDelete(DeleteBehavior.Restrict);
    }
}
