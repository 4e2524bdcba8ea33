using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Ledger;

/// <summary>One line of a user's ledger. Never changed and never removed: a correction is a new line.</summary>
internal sealed record LedgerTransaction
{
    public const int DescriptionLengthMax = 500;
    public const int SessionIdLengthMax = 128;
    public const int IdempotencyKeyLengthMax = 300;
    public const string RequestKeyPrefix = "request:";

    public required Guid Id { get; init; }

    public required string UserId { get; init; }

    /// <summary>1, 2, 3 … without a gap, for each account.</summary>
    public required long Sequence { get; init; }

    /// <summary>Credits: above zero in, below zero out.</summary>
    public required long Amount { get; init; }

    /// <summary>The sum of all amounts up to this one.</summary>
    public required long BalanceAfter { get; init; }

    public required string Type { get; init; }

    public string? Description { get; init; }

    /// <summary>A JSON object, kept as it was written: the hash covers its text.</summary>
    public string? Metadata { get; init; }

    public string? SessionId { get; init; }

    public Guid? PurchaseId { get; init; }

    /// <summary>What makes a repeat of the same effect impossible: a grant's source, a hold, or the request's own key.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>UTC, whole microseconds, as PostgreSQL keeps it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The grants it put into or took out of …</summary>
    public required Guid[] GrantIds { get; init; }

    /// <summary>… and how much of each, signed as the amount: it can be unwound to exactly those lots.</summary>
    public required long[] GrantAmounts { get; init; }

    /// <summary>See <see cref="LedgerHash"/>.</summary>
    public required byte[] Hash { get; init; }
}

internal sealed class LedgerTransactionConfiguration : IEntityTypeConfiguration<LedgerTransaction>
{
    public void Configure(EntityTypeBuilder<LedgerTransaction> builder)
    {
        builder.ToTable("transactions", table =>
        {
            table.HasCheckConstraint("ck_transactions_amount_not_zero", "amount <> 0");
            table.HasCheckConstraint("ck_transactions_balance_not_negative", "balance_after >= 0");
            table.HasCheckConstraint("ck_transactions_sequence_positive", "sequence > 0");
            table.HasCheckConstraint("ck_transactions_hash_length", "octet_length(hash) = 32");
            table.HasCheckConstraint("ck_transactions_type_known", $"type IN ('{string.Join("', '", TransactionType.All)}')");
        });
        builder.HasKey(transaction => new { transaction.UserId, transaction.Sequence });
        builder.HasIndex(transaction => transaction.Id).IsUnique();
        // A request's key is unique among its caller's for a day, and kept so in its own table, in the same transaction.
        builder.HasIndex(transaction => new { transaction.UserId, transaction.IdempotencyKey })
            .IsUnique()
            .HasFilter($"idempotency_key NOT LIKE '{LedgerTransaction.RequestKeyPrefix}%'");
        builder.Property(transaction => transaction.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(transaction => transaction.Type).HasMaxLength(TransactionType.LengthMax);
        builder.Property(transaction => transaction.Description).HasMaxLength(LedgerTransaction.DescriptionLengthMax);
        builder.Property(transaction => transaction.SessionId).HasMaxLength(LedgerTransaction.SessionIdLengthMax);
        builder.Property(transaction => transaction.IdempotencyKey).HasMaxLength(LedgerTransaction.IdempotencyKeyLengthMax);
        builder.Property(transaction => transaction.Metadata).HasColumnType("json");
        // Spends are by far the most: a filter on another type has this index, a filter on spends the primary key.
        builder.HasIndex(transaction => new { transaction.UserId, transaction.Type, transaction.Sequence })
            .HasFilter($"type <> '{TransactionType.Spend}'")
            .HasDatabaseName("ix_transactions_rarer_types");
    }
}
