using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.Ledger;

/// <summary>A user's account: the head of their ledger. Its row is the lock under which the ledger is written.</summary>
internal sealed class Account
{
    public required string UserId { get; init; }

    /// <summary>The last transaction's balance, expired credits that are not yet swept included.</summary>
    public long Balance { get; init; }

    /// <summary>The last transaction's number; 0 for none.</summary>
    public long Sequence { get; init; }

    /// <summary>The last transaction's hash.</summary>
    public required byte[] ChainHead { get; init; }

    public DateTimeOffset OpenedAt { get; init; }
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
        });
        builder.HasKey(account => account.UserId);
        builder.Property(account => account.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
    }
}
