using System.Data;
using Npgsql;

namespace Credits.Ledger;

/// <summary>Something in the ledger that must not be.</summary>
/// <param name="UserId">Whose account.</param>
/// <param name="Row">Which row: <c>transaction 7</c>, <c>grant 0199…</c>, <c>account</c>.</param>
/// <param name="Problem">What is wrong with it, with both sides.</param>
public sealed record LedgerFinding(string UserId, string Row, string Problem);

/// <summary>What was looked at.</summary>
public sealed record LedgerVerification(long Accounts, long Transactions, long Findings);

/// <summary>Proves the ledger, account by account, or says which row breaks it.</summary>
/// <remarks>
/// Reads one snapshot, so it may run beside a working service, and streams, so its memory does not grow with the ledger.
/// </remarks>
public sealed class LedgerVerifier(NpgsqlDataSource dataSource)
{
    private const string TransactionsSql =
        """
        SELECT t.user_id, t.sequence, t.id, t.amount, t.balance_after, t.type, t.description, t.metadata::text, t.session_id,
            t.purchase_id, t.idempotency_key, t.created_at, t.hash, parts.ids, parts.amounts
        FROM transactions t
        CROSS JOIN LATERAL (
            SELECT COALESCE(array_agg(p.grant_id), '{}') AS ids, COALESCE(array_agg(p.amount), '{}') AS amounts
            FROM transaction_grants p WHERE p.user_id = t.user_id AND p.sequence = t.sequence) parts
        ORDER BY t.user_id, t.sequence
        """;

    private const string AccountsSql =
        """
        SELECT a.user_id, 'account', format(
            'The account says %s at transaction %s, its last transaction %s at %s, its grants %s%s.',
            a.balance, a.sequence, COALESCE(last.balance_after, 0), COALESCE(last.sequence, 0), COALESCE(remaining.sum, 0),
            CASE WHEN last.hash <> a.chain_head THEN '; the chain ends elsewhere' ELSE '' END)
        FROM accounts a
        LEFT JOIN LATERAL (
            SELECT balance_after, sequence, hash FROM transactions t WHERE t.user_id = a.user_id
            ORDER BY t.sequence DESC LIMIT 1) last ON true
        LEFT JOIN (SELECT user_id, sum(remaining) AS sum FROM grants GROUP BY user_id) remaining ON remaining.user_id = a.user_id
        WHERE a.balance <> COALESCE(last.balance_after, 0)
           OR a.sequence <> COALESCE(last.sequence, 0)
           OR a.balance <> COALESCE(remaining.sum, 0)
           OR last.hash <> a.chain_head
        ORDER BY a.user_id
        """;

    private const string GrantsSql =
        """
        SELECT g.user_id, 'grant ' || g.id, format(
            '%s of %s remain, its transactions say %s.', g.remaining, g.amount, COALESCE(parts.sum, 0))
        FROM grants g
        LEFT JOIN (
            SELECT grant_id, sum(amount) AS sum, max(amount) AS granted, bool_and(user_id = owner) AS is_own
            FROM (SELECT p.grant_id, p.amount, p.user_id, o.user_id AS owner FROM transaction_grants p JOIN grants o ON o.id = p.grant_id) p
            GROUP BY grant_id) parts ON parts.grant_id = g.id
        WHERE g.remaining <> COALESCE(parts.sum, 0) OR g.amount <> COALESCE(parts.granted, 0) OR NOT COALESCE(parts.is_own, false)
        ORDER BY g.user_id, g.id
        """;

    /// <summary>Verifies every account and reports each finding as it is found.</summary>
    /// <exception cref="NpgsqlException">The database does not answer or is no ledger.</exception>
    public async Task<LedgerVerification> VerifyAsync(Action<LedgerFinding> report, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var findings = 0L;
        void Count(LedgerFinding finding)
        {
            findings++;
            report(finding);
        }

        var transactions = await VerifyChainsAsync(connection, Count, cancellationToken);
        await ReportRowsAsync(connection, AccountsSql, Count, cancellationToken);
        await ReportRowsAsync(connection, GrantsSql, Count, cancellationToken);
        await using var countAccounts = new NpgsqlCommand("SELECT count(*) FROM accounts", connection);
        var accounts = (long)(await countAccounts.ExecuteScalarAsync(cancellationToken))!;
        return new LedgerVerification(accounts, transactions, findings);
    }

    private static async Task<long> VerifyChainsAsync(
        NpgsqlConnection connection, Action<LedgerFinding> report, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(TransactionsSql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var count = 0L;
        var link = new ChainLink("", 0, 0, LedgerHash.Genesis);
        while (await reader.ReadAsync(cancellationToken))
        {
            count++;
            var (transaction, parts) = (ReadTransaction(reader), ReadParts(reader));
            if (transaction.UserId != link.UserId)
            {
                link = new ChainLink(transaction.UserId, 0, 0, LedgerHash.Genesis);
            }
            foreach (var problem in link.ProblemsOf(transaction, parts))
            {
                report(new LedgerFinding(transaction.UserId, $"transaction {transaction.Sequence}", problem));
            }
            // What the row says of itself: one changed row is one finding, not all that follow it.
            link = new ChainLink(transaction.UserId, transaction.Sequence, transaction.BalanceAfter, transaction.Hash);
        }
        return count;
    }

    private static async Task ReportRowsAsync(
        NpgsqlConnection connection, string sql, Action<LedgerFinding> report, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            report(new LedgerFinding(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }
    }

    private static LedgerTransaction ReadTransaction(NpgsqlDataReader reader) => new()
    {
        UserId = reader.GetString(0),
        Sequence = reader.GetInt64(1),
        Id = reader.GetGuid(2),
        Amount = reader.GetInt64(3),
        BalanceAfter = reader.GetInt64(4),
        Type = reader.GetString(5),
        Description = reader[6] as string,
        Metadata = reader[7] as string,
        SessionId = reader[8] as string,
        PurchaseId = reader[9] as Guid?,
        IdempotencyKey = reader[10] as string,
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(11),
        Hash = reader.GetFieldValue<byte[]>(12),
    };

    private static GrantPart[] ReadParts(NpgsqlDataReader reader) =>
        [.. reader.GetFieldValue<Guid[]>(13).Zip(reader.GetFieldValue<long[]>(14), (id, amount) => new GrantPart(id, amount))];

    /// <summary>The transaction before, as the next one must follow it.</summary>
    private sealed record ChainLink(string UserId, long Sequence, long Balance, byte[] Hash)
    {
        public IEnumerable<string> ProblemsOf(LedgerTransaction next, GrantPart[] parts)
        {
            if (next.Sequence != Sequence + 1)
            {
                yield return $"It follows transaction {Sequence}: the ones between are missing.";
            }
            if (next.BalanceAfter != Balance + next.Amount)
            {
                yield return $"It leaves {next.BalanceAfter}, but {Balance} before it and its {next.Amount} make {Balance + next.Amount}.";
            }
            var moved = parts.Sum(part => part.Amount);
            if (moved != next.Amount)
            {
                yield return $"It moves {next.Amount}, but its grants {moved}.";
            }
            if (!LedgerHash.Compute(Hash, next, parts).AsSpan().SequenceEqual(next.Hash))
            {
                yield return "Its hash does not fit its content and its predecessor: the row was changed after it was booked.";
            }
        }
    }
}
