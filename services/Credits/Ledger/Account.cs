using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Ledger;

/// <summary>A user's account: the head of their ledger. Its row is the lock under which the ledger is written.</summary>
/// <remarks>Balance, sequence, head and time follow the transactions: the database moves them when a transaction is booked.</remarks>
internal sealed class Account
{
    public required string UserId { get; init; }

    /// <summary>The last transaction's balance, expired credits that are not yet swept included.</summary>
    public long Balance { get; init; }

    /// <summary>The last transaction's number; 0 for none.</summary>
    public long Sequence { get; init; }

    /// <summary>The last transaction's hash.</summary>
    public required byte[] ChainHead { get; init; }

    /// <summary>The last transaction's time: none is booked before its predecessor, whatever a replica's clock says.</summary>
    public DateTimeOffset? LastBookedAt { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Below or at this many available credits the balance counts as low; null for the service's default.</summary>
    public long? LowBalanceThreshold { get; init; }

    /// <summary>What was last told of the balance, so that each change is told once.</summary>
    public required string AlertLevel { get; init; }

    /// <summary>The database transaction that last changed the account, a lot, hold or clawback of it. Set by the database.</summary>
    public ulong WrittenBy { get; init; }
}

/// <summary>How much an account has left, as written in the database.</summary>
internal static class AlertLevel
{
    public const int LengthMax = 16;

    public const string Sufficient = "sufficient";
    public const string Low = "low";
    public const string Exhausted = "exhausted";

    public static IReadOnlyList<string> All { get; } = [Sufficient, Low, Exhausted];
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts", table =>
        {
            table.HasCheckConstraint("ck_accounts_balance_not_negative", "balance >= 0");
            table.HasCheckConstraint("ck_accounts_sequence_not_negative", "sequence >= 0");
            table.HasCheckConstraint("ck_accounts_chain_head_length", "octet_length(chain_head) = 32");
            table.HasCheckConstraint("ck_accounts_threshold_not_negative", "low_balance_threshold >= 0");
            table.HasCheckConstraint("ck_accounts_alert_level_known", $"alert_level IN ('{string.Join("', '", Ledger.AlertLevel.All)}')");
        });
        builder.HasKey(account => account.UserId);
        builder.Property(account => account.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(account => account.Balance).HasDefaultValue(0L);
        builder.Property(account => account.Sequence).HasDefaultValue(0L);
        builder.Property(account => account.ChainHead).HasDefaultValueSql("decode(repeat('00', 32), 'hex')");
        builder.Property(account => account.WrittenBy).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        builder.Property(account => account.AlertLevel).HasMaxLength(Ledger.AlertLevel.LengthMax).HasDefaultValue(Ledger.AlertLevel.Sufficient);
    }
}
