using Billing.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Billing.Purchases;

/// <summary>Something that Stripe said about money that went back. Facts are only ever added, so their order can't matter.</summary>
/// <remarks>Stripe names no purchase with them, and may tell them before the payment: they are kept under the payment's id.</remarks>
internal sealed class PaymentFact
{
    public const int KindLengthMax = 32;

    public required string PaymentIntentId { get; init; }

    /// <summary>One of <see cref="PaymentFactKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What makes it one fact however often it is told: the event for a refund, else the refund or the dispute.</summary>
    public required string Key { get; init; }

    /// <summary>The money it is about; for a refund the sum of all refunds so far.</summary>
    public required long AmountCents { get; init; }

    /// <summary>For a refund: the sum before it, where Stripe said so.</summary>
    public long? PreviousAmountCents { get; init; }

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

    public static IReadOnlyList<string> All { get; } =
        [Refunded, RefundFailed, DisputeOpened, DisputeLost, DisputeWon, FundsReinstated];
}

internal sealed class PaymentFactConfiguration : IEntityTypeConfiguration<PaymentFact>
{
    public void Configure(EntityTypeBuilder<PaymentFact> builder)
    {
        builder.ToTable("payment_facts", table =>
        {
            table.HasCheckConstraint("ck_payment_facts_kind", $"kind IN ('{string.Join("', '", PaymentFactKind.All)}')");
            table.HasCheckConstraint("ck_payment_facts_amounts", "amount_cents >= 0 AND previous_amount_cents >= 0");
        });
        builder.HasKey(fact => new { fact.PaymentIntentId, fact.Kind, fact.Key });
        builder.Property(fact => fact.PaymentIntentId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.Property(fact => fact.Kind).HasMaxLength(PaymentFact.KindLengthMax);
        builder.Property(fact => fact.Key).HasMaxLength(Customer.StripeIdLengthMax);
    }
}
