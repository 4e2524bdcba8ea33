using Credits.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Holds;

/// <summary>Credits set aside for something whose price is known only afterwards. Settled once: captured, released or expired.</summary>
/// <remarks>
/// A hold names the lots it set aside, so a capture within it always succeeds, also when a lot expires in between. The database
/// settles each hold once, whoever comes second.
/// </remarks>
internal sealed class Hold
{
    public required Guid Id { get; init; }

    public required string UserId { get; init; }

    public required long Amount { get; init; }

    public required string Status { get; set; }

    /// <summary>What was taken at the capture; 0 otherwise.</summary>
    public long Captured { get; set; }

    /// <summary>From this moment on (inclusive) it can't be captured any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required Guid[] GrantIds { get; init; }

    /// <summary>How much of each grant is set aside; above zero, in the order of spending.</summary>
    public required long[] GrantAmounts { get; init; }

    public string? SessionId { get; init; }

    public string? Description { get; init; }

    /// <summary>A JSON object, kept as it was written.</summary>
    public string? Metadata { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SettledAt { get; set; }

    public bool IsOpen => Status == HoldStatus.Held;

    public IEnumerable<GrantPart> Parts() => GrantIds.Zip(GrantAmounts, (id, amount) => new GrantPart(id, amount));

    public bool IsOverdue(DateTimeOffset now) => IsOpen && ExpiresAt <= now;
}

/// <summary>Where a hold is in its life, as written in the database and on the wire.</summary>
internal static class HoldStatus
{
    public const int LengthMax = 16;

    public const string Held = "held";
    public const string Captured = "captured";
    public const string Released = "released";
    public const string Expired = "expired";

    public static IReadOnlyList<string> All { get; } = [Held, Captured, Released, Expired];
}

internal sealed class HoldConfiguration : IEntityTypeConfiguration<Hold>
{
    private const string IsHeld = $"status = '{HoldStatus.Held}'";

    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.ToTable("holds", table =>
        {
            table.HasCheckConstraint("ck_holds_amount_positive", "amount > 0");
            table.HasCheckConstraint("ck_holds_captured_in_range", "captured BETWEEN 0 AND amount");
            table.HasCheckConstraint("ck_holds_captured_only_by_capture", $"captured = 0 OR status = '{HoldStatus.Captured}'");
            table.HasCheckConstraint("ck_holds_settled_at_with_status", $"({IsHeld}) = (settled_at IS NULL)");
            table.HasCheckConstraint("ck_holds_status_known", $"status IN ('{string.Join("', '", HoldStatus.All)}')");
            table.HasCheckConstraint("ck_holds_grants_sum_to_amount", "sum_of(grant_amounts) = amount");
            table.HasCheckConstraint("ck_holds_grants_paired", "cardinality(grant_ids) = cardinality(grant_amounts)");
        });
        builder.HasKey(hold => hold.Id);
        builder.Property(hold => hold.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(hold => hold.Status).HasMaxLength(HoldStatus.LengthMax);
        builder.Property(hold => hold.Description).HasMaxLength(LedgerTransaction.DescriptionLengthMax);
        builder.Property(hold => hold.SessionId).HasMaxLength(LedgerTransaction.SessionIdLengthMax);
        builder.Property(hold => hold.Metadata).HasColumnType("json");
        builder.HasIndex(hold => new { hold.UserId, hold.ExpiresAt }).HasFilter(IsHeld).HasDatabaseName("ix_holds_of_account");
        builder.HasIndex(hold => hold.ExpiresAt).HasFilter(IsHeld).HasDatabaseName("ix_holds_expiring");
        builder.HasOne<Account>().WithMany().HasForeignKey(hold => hold.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
