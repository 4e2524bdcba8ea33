using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Ledger;

/// <summary>A lot of credits: what was given, what is left of it, and until when.</summary>
/// <remarks>
/// What remains, is held and has expired follows the transactions and holds that name the grant: the database moves it when
/// they are written.
/// </remarks>
internal sealed class Grant
{
    public const int SourceLengthMax = 300;

    public required Guid Id { get; init; }

    public required string UserId { get; init; }

    public required string Bucket { get; init; }

    public required long Amount { get; init; }

    public long Remaining { get; init; }

    /// <summary>The part of what remains that open holds have set aside.</summary>
    public long Held { get; init; }

    /// <summary>What was taken out by expiry. A renewal that is heard of late brings it back as rollover.</summary>
    public long Expired { get; init; }

    /// <summary>True while nothing may be spent of it: a dispute is open, or its period is unpaid.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The natural key: the same source is granted once, whatever is delivered how often in whatever order.</summary>
    public required string Source { get; init; }

    public Guid? PurchaseId { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>From this moment on (inclusive) the rest can't be spent; null for never. What a hold set aside before may still be captured.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>For a monthly grant that was rolled over: until when what still returns from its holds lives on.</summary>
    public DateTimeOffset? RolloverExpiresAt { get; init; }
}

internal sealed class GrantConfiguration : IEntityTypeConfiguration<Grant>
{
    private const string IsOpenColumn = "is_open";

    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("grants", table =>
        {
            table.HasCheckConstraint("ck_grants_amount_positive", "amount > 0");
            table.HasCheckConstraint("ck_grants_remaining_in_range", "remaining BETWEEN 0 AND amount");
            table.HasCheckConstraint("ck_grants_held_in_range", "held BETWEEN 0 AND remaining");
            table.HasCheckConstraint("ck_grants_expired_in_range", "expired BETWEEN 0 AND amount");
            table.HasCheckConstraint("ck_grants_bucket_known", $"bucket IN ('{string.Join("', '", Bucket.All)}')");
        });
        builder.HasKey(grant => grant.Id);
        builder.Property(grant => grant.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(grant => grant.Bucket).HasMaxLength(Bucket.LengthMax);
        builder.Property(grant => grant.Source).HasMaxLength(Grant.SourceLengthMax);
        builder.Property(grant => grant.Remaining).HasDefaultValue(0L);
        builder.Property(grant => grant.Held).HasDefaultValue(0L);
        builder.Property(grant => grant.Expired).HasDefaultValue(0L);
        builder.Property(grant => grant.IsFrozen).HasDefaultValue(false);
        builder.HasIndex(grant => grant.Source).IsUnique();

        // The indexes ask for is_open and not for what remains: it changes once in a grant's life and not with every spend,
        // so a spend need not touch them.
        builder.Property<bool>("IsOpen").HasColumnName(IsOpenColumn).HasComputedColumnSql("remaining > 0", stored: true);
        builder.HasIndex(grant => grant.UserId).HasFilter(IsOpenColumn).HasDatabaseName("ix_grants_open");
        builder.HasIndex(grant => grant.ExpiresAt).HasFilter($"{IsOpenColumn} AND expires_at IS NOT NULL").HasDatabaseName("ix_grants_expiring");
        builder.HasIndex(grant => new { grant.UserId, grant.ExpiresAt })
            .HasFilter($"bucket = '{Ledger.Bucket.Monthly}'")
            .HasDatabaseName("ix_grants_monthly");
        // For what reads the past: all of an account's lots, used up or not.
        builder.HasIndex(grant => new { grant.UserId, grant.GrantedAt }).HasDatabaseName("ix_grants_of_account");
        // No foreign key to the account: at the commit each grant must have its transaction, and a transaction must have its account.
    }
}
