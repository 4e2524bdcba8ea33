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
    // For the few large queries below, on tables whose statistics may be old or missing: rows are matched by hashing and never by looking
    // each up in turn, and nothing is compiled. Without memory to sort and hash in, PostgreSQL would use its disk for that.
    private const string SettingsSql = "SET LOCAL jit = off; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'";

    private const string TransactionsSql =
        $"""
        SELECT {TransactionRow.Columns}
        FROM transactions ORDER BY user_id, sequence
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
        WITH parts AS (
            SELECT t.user_id, part.grant_id, sum(part.amount) AS remaining, COALESCE(-sum(part.amount) FILTER (WHERE t.type = 'expire'), 0) AS expired
            FROM transactions t CROSS JOIN LATERAL unnest(t.grant_ids, t.grant_amounts) AS part (grant_id, amount)
            GROUP BY t.user_id, part.grant_id),
        held AS (
            SELECT h.user_id, part.grant_id, sum(part.amount) AS held
            FROM holds h CROSS JOIN LATERAL unnest(h.grant_ids, h.grant_amounts) AS part (grant_id, amount)
            WHERE h.status = 'held' GROUP BY h.user_id, part.grant_id)
        SELECT COALESCE(g.user_id, parts.user_id), 'grant ' || COALESCE(g.id, parts.grant_id), CASE WHEN g.id IS NULL
            THEN 'It is not there, but transactions of this account name it.'
            ELSE format('%s of %s remain, %s of them held and %s expired; its transactions say %s and %s, its holds %s; it was booked with %s.',
                g.remaining, g.amount, g.held, g.expired, COALESCE(parts.remaining, 0), COALESCE(parts.expired, 0), COALESCE(held.held, 0),
                COALESCE(booked.amount::text, 'nothing')) END
        FROM grants g
        FULL JOIN parts ON parts.grant_id = g.id AND parts.user_id = g.user_id
        LEFT JOIN held ON held.grant_id = g.id AND held.user_id = g.user_id
        LEFT JOIN transactions booked ON booked.user_id = g.user_id AND booked.idempotency_key = g.source
            AND booked.idempotency_key NOT LIKE 'request:%'
        WHERE g.id IS NULL
           OR g.remaining <> COALESCE(parts.remaining, 0) OR g.expired <> COALESCE(parts.expired, 0) OR g.held <> COALESCE(held.held, 0)
           OR g.amount IS DISTINCT FROM booked.amount
        ORDER BY 1, 2
        """;

    private const string HoldsSql =
        """
        SELECT h.user_id, 'hold ' || h.id, format('It is %s with %s captured, its transaction says %s.',
            h.status, h.captured, COALESCE((-t.amount)::text, 'nothing'))
        FROM holds h
        LEFT JOIN transactions t ON t.user_id = h.user_id AND t.idempotency_key = 'hold:' || h.id AND t.idempotency_key NOT LIKE 'request:%'
        WHERE h.captured <> COALESCE(-t.amount, 0) OR (h.status = 'captured') <> (t.id IS NOT NULL)
        ORDER BY h.user_id, h.id
        """;

    private const string ClawbacksSql =
        """
        SELECT user_id, 'refunds', format('%s credits count as taken back, the transactions say %s.', COALESCE(taken, 0), COALESCE(booked, 0))
        FROM (SELECT user_id, sum(taken) AS taken FROM clawbacks GROUP BY user_id) c
        FULL JOIN (SELECT user_id, -sum(amount) AS booked FROM transactions WHERE type = 'refund' GROUP BY user_id) t USING (user_id)
        WHERE COALESCE(taken, 0) <> COALESCE(booked, 0)
        ORDER BY user_id
        """;

    /// <summary>Verifies every account and reports each finding as it is found.</summary>
    /// <exception cref="NpgsqlException">The database does not answer or is no ledger.</exception>
    public async Task<LedgerVerification> VerifyAsync(Action<LedgerFinding> report, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var settings = new NpgsqlCommand(SettingsSql, connection);
        await settings.ExecuteNonQueryAsync(cancellationToken);
        var findings = 0L;
        void Count(LedgerFinding finding)
        {
            findings++;
            report(finding);
        }

        var transactions = await VerifyChainsAsync(connection, Count, cancellationToken);
        foreach (var sql in (string[])[AccountsSql, GrantsSql, HoldsSql, ClawbacksSql])
        {
            await ReportRowsAsync(connection, sql, Count, cancellationToken);
        }
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
            var transaction = TransactionRow.Read(reader);
            if (transaction.UserId != link.UserId)
            {
                link = new ChainLink(transaction.UserId, 0, 0, LedgerHash.Genesis);
            }
            foreach (var problem in link.ProblemsOf(transaction))
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

    /// <summary>The transaction before, as the next one must follow it.</summary>
    private sealed record ChainLink(string UserId, long Sequence, long Balance, byte[] Hash)
    {
        public IEnumerable<string> ProblemsOf(LedgerTransaction next)
        {
            if (next.Sequence != Sequence + 1)
            {
                yield return $"It follows transaction {Sequence}: the ones between are missing.";
            }
            if (next.BalanceAfter != Balance + next.Amount)
            {
                yield return $"It leaves {next.BalanceAfter}, but {Balance} before it and its {next.Amount} make {Balance + next.Amount}.";
            }
            var moved = next.GrantAmounts.Sum();
            if (moved != next.Amount)
            {
                yield return $"It moves {next.Amount}, but its grants {moved}.";
            }
            if (!LedgerHash.Compute(Hash, next).AsSpan().SequenceEqual(next.Hash))
            {
                yield return "Its hash does not fit its content and its predecessor: the row was changed after it was booked.";
            }
        }
    }
}
