using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Ledger;

/// <summary>A lot of credits: what was given, what is left of it, and until when.</summary>
internal sealed class Grant
{
    public const int SourceLengthMax = 300;

    public required Guid Id { get; init; }

    public required string UserId { get; init; }

    public required string Bucket { get; init; }

    public required long Amount { get; init; }

    public long Remaining { get; init; }

    /// <summary>The natural key: the same source is granted once, whatever is delivered how often in whatever order.</summary>
    public required string Source { get; init; }

    public Guid? PurchaseId { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>From this moment on (inclusive) the rest can't be spent; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed class GrantConfiguration : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("grants", table =>
        {
            table.HasCheckConstraint("ck_grants_amount_positive", "amount > 0");
            table.HasCheckConstraint("ck_grants_remaining_in_range", "remaining BETWEEN 0 AND amount");
            table.HasCheckConstraint("ck_grants_bucket_known", $"bucket IN ('{string.Join("', '", Bucket.All)}')");
        });
        builder.HasKey(grant => grant.Id);
        builder.Property(grant => grant.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(grant => grant.Bucket).HasMaxLength(Bucket.LengthMax);
        builder.Property(grant => grant.Source).HasMaxLength(Grant.SourceLengthMax);
        builder.HasIndex(grant => grant.Source).IsUnique();
        builder.HasIndex(grant => grant.UserId).HasFilter("remaining > 0").HasDatabaseName("ix_grants_spendable");
        builder.HasOne<Account>().WithMany().HasForeignKey(grant => grant.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
