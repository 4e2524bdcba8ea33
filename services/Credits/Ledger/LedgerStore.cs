using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Credits.Ledger;

/// <summary>An account under its lock, with all that a decision about it needs.</summary>
/// <param name="Repeated">The transaction that already bears the command's idempotency key, if there is one.</param>
internal sealed record LockedAccount(
    string UserId, long Balance, long Sequence, byte[] ChainHead, IReadOnlyList<SpendableGrant> Grants, RepeatedTransaction? Repeated);

internal sealed record RepeatedTransaction(Guid Id, long Amount, long BalanceAfter);

/// <summary>The ledger's SQL: one round trip to lock and read an account, one to append to it.</summary>
internal sealed class LedgerStore(DbContext database)
{
    private const string OpenSql =
        "INSERT INTO accounts (user_id, balance, sequence, chain_head, opened_at) VALUES ($1, 0, 0, $2, $3) ON CONFLICT DO NOTHING";

    // Whoever writes to an account holds this lock until the commit, so its transactions have one order.
    private const string LockSql = "SELECT balance, sequence, chain_head FROM accounts WHERE user_id = $1 FOR UPDATE";

    private const string GrantsSql =
        """
        SELECT id, bucket, remaining, granted_at, expires_at FROM grants
        WHERE user_id = $1 AND remaining > 0 AND (expires_at IS NULL OR expires_at > $2)
        """;

    private const string RepeatedSql =
        "SELECT id, amount, balance_after FROM transactions WHERE user_id = $1 AND idempotency_key = $2";

    private const string InsertGrantSql =
        """
        INSERT INTO grants (id, user_id, bucket, amount, remaining, source, purchase_id, granted_at, expires_at)
        VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)
        """;

    private const string TakeFromGrantsSql =
        """
        UPDATE grants SET remaining = remaining + part.amount
        FROM unnest($1::uuid[], $2::bigint[]) AS part (id, amount) WHERE grants.id = part.id
        """;

    private const string InsertTransactionSql =
        """
        INSERT INTO transactions (user_id, sequence, id, amount, balance_after, type, description, metadata, session_id, purchase_id,
            idempotency_key, created_at, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    private const string InsertPartsSql =
        """
        INSERT INTO transaction_grants (user_id, sequence, grant_id, amount)
        SELECT $1, $2, part.id, part.amount FROM unnest($3::uuid[], $4::bigint[]) AS part (id, amount)
        """;

    private const string AdvanceSql = "UPDATE accounts SET balance = $2, sequence = $3, chain_head = $4 WHERE user_id = $1";

    /// <summary>Opens the account when it is new, locks it and reads it. Needs a transaction.</summary>
    public async Task<LockedAccount> LockAsync(string userId, string? idempotencyKey, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = await BatchAsync(cancellationToken);
        Add(batch, OpenSql, userId, LedgerHash.Genesis, now);
        Add(batch, LockSql, userId);
        Add(batch, GrantsSql, userId, now);
        Add(batch, RepeatedSql, userId, Text(idempotencyKey));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        await reader.ReadAsync(cancellationToken);
        var (balance, sequence, chainHead) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
        var grants = await ReadGrantsAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var repeated = await reader.ReadAsync(cancellationToken)
            ? new RepeatedTransaction(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2))
            : null;
        return new LockedAccount(userId, balance, sequence, chainHead, grants, repeated);
    }

    /// <summary>Writes the transaction, its grants' new remains and the account's new head.</summary>
    /// <param name="newGrant">The grant that the transaction makes; null when it takes from those there are.</param>
    public async Task AppendAsync(
        LedgerTransaction transaction, IReadOnlyList<GrantPart> parts, Grant? newGrant, CancellationToken cancellationToken)
    {
        var grantIds = parts.Select(part => part.GrantId).ToArray();
        var amounts = parts.Select(part => part.Amount).ToArray();
        await using var batch = await BatchAsync(cancellationToken);
        if (newGrant is null)
        {
            Add(batch, TakeFromGrantsSql, grantIds, amounts);
        }
        else
        {
            Add(batch, InsertGrantSql, newGrant.Id, newGrant.UserId, newGrant.Bucket, newGrant.Amount, newGrant.Source,
                Uuid(newGrant.PurchaseId), newGrant.GrantedAt, Time(newGrant.ExpiresAt));
        }
        Add(batch, InsertTransactionSql, transaction.UserId, transaction.Sequence, transaction.Id, transaction.Amount,
            transaction.BalanceAfter, transaction.Type, Text(transaction.Description), Json(transaction.Metadata),
            Text(transaction.SessionId), Uuid(transaction.PurchaseId), Text(transaction.IdempotencyKey), transaction.CreatedAt,
            transaction.Hash);
        Add(batch, InsertPartsSql, transaction.UserId, transaction.Sequence, grantIds, amounts);
        Add(batch, AdvanceSql, transaction.UserId, transaction.BalanceAfter, transaction.Sequence, transaction.Hash);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<SpendableGrant>> ReadGrantsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var grants = new List<SpendableGrant>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            grants.Add(new SpendableGrant(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(4)));
        }
        return grants;
    }

    private async Task<NpgsqlBatch> BatchAsync(CancellationToken cancellationToken)
    {
        var transaction = database.Database.CurrentTransaction
            ?? throw new InvalidOperationException("The ledger is written inside a unit of work.");
        await database.Database.OpenConnectionAsync(cancellationToken);
        return new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter Text(string? value) => Nullable(value, NpgsqlDbType.Text);

    private static NpgsqlParameter Json(string? value) => Nullable(value, NpgsqlDbType.Json);

    private static NpgsqlParameter Uuid(Guid? value) => Nullable(value, NpgsqlDbType.Uuid);

    private static NpgsqlParameter Time(DateTimeOffset? value) => Nullable(value, NpgsqlDbType.TimestampTz);

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
