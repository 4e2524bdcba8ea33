using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Ledger;

/// <summary>How much of a grant a transaction put in or took out, so that it can be unwound to exactly those lots.</summary>
internal sealed class TransactionGrant
{
    public required string UserId { get; init; }

    public required long Sequence { get; init; }

    public required Guid GrantId { get; init; }

    /// <summary>Credits, signed as the transaction's amount.</summary>
    public required long Amount { get; init; }
}

internal sealed class TransactionGrantConfiguration : IEntityTypeConfiguration<TransactionGrant>
{
    public void Configure(EntityTypeBuilder<TransactionGrant> builder)
    {
        builder.ToTable("transaction_grants", table =>
            table.HasCheckConstraint("ck_transaction_grants_amount_not_zero", "amount <> 0"));
        builder.HasKey(part => new { part.UserId, part.Sequence, part.GrantId });
        builder.HasIndex(part => part.GrantId);
        builder.Property(part => part.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.HasOne<LedgerTransaction>().WithMany()
            .HasForeignKey(part => new { part.UserId, part.Sequence }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Grant>().WithMany().HasForeignKey(part => part.GrantId).OnDelete(DeleteBehavior.Restrict);
    }
}
