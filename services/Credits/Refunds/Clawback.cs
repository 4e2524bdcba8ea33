using Credits.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Refunds;

/// <summary>What a payment's refunds and lost disputes take back: how much in all, and from which grants it was taken.</summary>
internal sealed class Clawback
{
    public required string PaymentIntentId { get; init; }

    public required string UserId { get; init; }

    public Guid? PurchaseId { get; init; }

    /// <summary>The payment's own grant.</summary>
    public required Guid GrantId { get; init; }

    /// <summary>Credits to take back in all, computed from the original grant: absolute, never added up.</summary>
    public long Target { get; set; }

    /// <summary>Credits taken so far. Less than the target where they were spent before: the shortfall.</summary>
    public long Taken { get; set; }

    /// <summary>True when the shortfall is a debt that the next purchase repays.</summary>
    public bool IsDebt { get; set; }

    /// <summary>Since when less was taken than should have been; null while nothing is short.</summary>
    public DateTimeOffset? ShortSince { get; set; }

    public Guid[] GrantIds { get; set; } = [];

    /// <summary>What was taken from each grant, above zero, in the order of taking: given back from the end.</summary>
    public long[] GrantAmounts { get; set; } = [];

    public long Shortfall => Math.Max(0, Target - Taken);

    /// <summary>Notes when a shortfall began, and that there is none any more.</summary>
    public void NoteShortfall(DateTimeOffset now) => ShortSince = Shortfall == 0 ? null : ShortSince ?? now;

    /// <summary>
    /// Whether this may be made up for out of a lot that has free credits again: the purchase's own, or another that it would have
    /// taken from at the time, had they been free then. Only a debt takes from what was bought later.
    /// </summary>
    public bool MayTakeFrom(Lot lot, DateTimeOffset now) => Shortfall > 0
        && (lot.Id == GrantId || (lot.MayRepayOthers(now) && (IsDebt || lot.GrantedAt <= ShortSince)));
}

internal sealed class ClawbackConfiguration : IEntityTypeConfiguration<Clawback>
{
    public void Configure(EntityTypeBuilder<Clawback> builder)
    {
        builder.ToTable("clawbacks", table =>
        {
            table.HasCheckConstraint("ck_clawbacks_taken_in_range", "taken BETWEEN 0 AND target");
            table.HasCheckConstraint("ck_clawbacks_grants_sum_to_taken", "sum_of(grant_amounts) = taken");
            table.HasCheckConstraint("ck_clawbacks_grants_paired", "cardinality(grant_ids) = cardinality(grant_amounts)");
        });
        builder.HasKey(clawback => clawback.PaymentIntentId);
        builder.Property(clawback => clawback.PaymentIntentId).HasMaxLength(Payment.IdLengthMax);
        builder.Property(clawback => clawback.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.HasIndex(clawback => clawback.UserId).HasFilter("taken < target").HasDatabaseName("ix_clawbacks_short");
        builder.HasOne<Payment>().WithMany().HasForeignKey(clawback => clawback.PaymentIntentId).OnDelete(DeleteBehavior.Restrict);
    }
}
