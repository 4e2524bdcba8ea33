using System.Globalization;
using Credits.Ledger;
using Npgsql;
using Reliability.Storage;

namespace Credits.Statements;

/// <summary>What a statement says first: whose it is, how many transactions it has, and where their chain ends.</summary>
internal sealed record StatementHead(string UserId, DateTimeOffset GeneratedAt, long Transactions, byte[] ChainHead)
{
    // Another replica's clock may be ahead of this one's: a statement is never older than what it contains.
    private const string Sql = "SELECT sequence, chain_head, GREATEST($2, last_booked_at) FROM accounts WHERE user_id = $1";

    /// <summary>A user without an account has a statement without a transaction.</summary>
    public static async Task<StatementHead> ReadAsync(
        NpgsqlDataSource dataSource, string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Sql, userId, now);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StatementHead(userId, reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : new StatementHead(userId, now, 0, LedgerHash.Genesis);
    }

    /// <summary>Hashed as a transaction is, with nothing before it.</summary>
    public byte[] Hash() => new ChainHash().After(ChainHash.Genesis)
        .Append(StatementNames.Format)
        .Append(UserId)
        .Append(LedgerHash.Time(GeneratedAt))
        .Append(Transactions.ToString(CultureInfo.InvariantCulture))
        .Append(Convert.ToHexStringLower(ChainHead))
        .Compute();
}
