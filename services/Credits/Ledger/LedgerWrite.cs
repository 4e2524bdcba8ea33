using System.Globalization;
using Credits.Holds;
using Npgsql;
using Reliability.Storage;

namespace Credits.Ledger;

/// <summary>Writes what was decided: one statement for each kind of row, however many rows.</summary>
/// <remarks>
/// The order matters to the rules that PostgreSQL checks after each statement: grants before the transactions that book them, holds
/// settled before a transaction takes what they held, and new holds last.
/// </remarks>
internal static class LedgerWrite
{
    private const string GrantsSql =
        """
        INSERT INTO grants (id, user_id, bucket, amount, source, purchase_id, granted_at, expires_at, is_frozen)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string SettleHoldsSql =
        """
        UPDATE holds SET status = settled.status, captured = settled.captured, settled_at = settled.settled_at
        FROM unnest($1, $2, $3, $4) AS settled (id, status, captured, settled_at) WHERE holds.id = settled.id
        """;

    private const string TransactionsOf =
        """
        INSERT INTO transactions (user_id, sequence, id, amount, balance_after, type, description, metadata, session_id, purchase_id,
            idempotency_key, created_at, grant_ids, grant_amounts, hash)
        SELECT t.user_id, t.sequence, t.id, t.amount, t.balance_after, t.type, t.description, t.metadata::json, t.session_id, t.purchase_id,
            t.idempotency_key, t.created_at,
        """;

    private const string TransactionsFrom =
        """
        , t.hash
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) AS t (user_id, sequence, id, amount, balance_after,
            type, description, metadata, session_id, purchase_id, idempotency_key, created_at, grant_ids, grant_amounts, hash)
        """;

    // An array of arrays can't be unnested by rows, so the parts travel as PostgreSQL writes them: unless there is one of each only.
    private const string TransactionsSql = $"{TransactionsOf} t.grant_ids::uuid[], t.grant_amounts::bigint[]{TransactionsFrom}";

    private const string SinglePartTransactionsSql = $"{TransactionsOf} ARRAY[t.grant_ids], ARRAY[t.grant_amounts]{TransactionsFrom}";

    private const string HoldsSql =
        """
        INSERT INTO holds (id, user_id, amount, status, captured, expires_at, grant_ids, grant_amounts, session_id, description, metadata,
            created_at, settled_at)
        SELECT h.id, h.user_id, h.amount, h.status, h.captured, h.expires_at, h.grant_ids::uuid[], h.grant_amounts::bigint[], h.session_id,
            h.description, h.metadata::json, h.created_at, h.settled_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS h (id, user_id, amount, status, captured, expires_at,
            grant_ids, grant_amounts, session_id, description, metadata, created_at, settled_at)
        """;

    private const string LotsSql =
        """
        UPDATE grants SET is_frozen = lot.is_frozen, expires_at = lot.expires_at, rollover_expires_at = lot.rollover_expires_at
        FROM unnest($1, $2, $3, $4) AS lot (id, is_frozen, expires_at, rollover_expires_at) WHERE grants.id = lot.id
        """;

    private const string ClawbacksSql =
        """
        INSERT INTO clawbacks (payment_intent_id, user_id, purchase_id, grant_id, target, taken, is_debt, short_since, grant_ids,
            grant_amounts)
        SELECT c.payment_intent_id, c.user_id, c.purchase_id, c.grant_id, c.target, c.taken, c.is_debt, c.short_since,
            c.grant_ids::uuid[], c.grant_amounts::bigint[]
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS c (payment_intent_id, user_id, purchase_id, grant_id, target, taken,
            is_debt, short_since, grant_ids, grant_amounts)
        ON CONFLICT (payment_intent_id) DO UPDATE SET target = excluded.target, taken = excluded.taken, is_debt = excluded.is_debt,
            short_since = excluded.short_since, grant_ids = excluded.grant_ids, grant_amounts = excluded.grant_amounts
        """;

    private const string AlertLevelsSql =
        """
        UPDATE accounts SET alert_level = alert.level
        FROM unnest($1, $2) AS alert (user_id, level) WHERE accounts.user_id = alert.user_id
        """;

    public static void AddTo(NpgsqlBatch batch, LedgerChanges changes)
    {
        AddGrants(batch, changes.Grants);
        AddSettledHolds(batch, changes.SettledHolds);
        AddTransactions(batch, changes.Transactions);
        AddHolds(batch, changes.PlacedHolds);
        if (changes.TouchedLots is { Count: > 0 } touched)
        {
            var lots = touched.Select(entry => entry.Lot).ToArray();
            batch.Add(LotsSql, Column(lots, lot => lot.Id), Column(lots, lot => lot.IsFrozen),
                Column(lots, lot => lot.ExpiresAt), Column(lots, lot => lot.RolloverExpiresAt));
        }
        if (changes.Clawbacks is { Count: > 0 })
        {
            var rows = changes.Clawbacks.ToArray();
            batch.Add(ClawbacksSql, Column(rows, row => row.PaymentIntentId), Column(rows, row => row.UserId),
                Column(rows, row => row.PurchaseId), Column(rows, row => row.GrantId), Column(rows, row => row.Target),
                Column(rows, row => row.Taken), Column(rows, row => row.IsDebt), Column(rows, row => row.ShortSince),
                Column(rows, row => Literal(row.GrantIds)), Column(rows, row => Literal(row.GrantAmounts)));
        }
        if (changes.AlertLevels is { Count: > 0 } alerts)
        {
            // Of several changes of one account the last one stands.
            var last = alerts.GroupBy(alert => alert.UserId, StringComparer.Ordinal).Select(group => group.Last()).ToArray();
            batch.Add(AlertLevelsSql, Column(last, alert => alert.UserId), Column(last, alert => alert.Level));
        }
    }

    private static void AddGrants(NpgsqlBatch batch, List<Grant> rows)
    {
        if (rows.Count > 0)
        {
            batch.Add(GrantsSql, Column(rows, row => row.Id), Column(rows, row => row.UserId), Column(rows, row => row.Bucket),
                Column(rows, row => row.Amount), Column(rows, row => row.Source), Column(rows, row => row.PurchaseId),
                Column(rows, row => row.GrantedAt), Column(rows, row => row.ExpiresAt), Column(rows, row => row.IsFrozen));
        }
    }

    private static void AddSettledHolds(NpgsqlBatch batch, List<Hold> rows)
    {
        if (rows.Count > 0)
        {
            batch.Add(SettleHoldsSql, Column(rows, row => row.Id), Column(rows, row => row.Status), Column(rows, row => row.Captured),
                Column(rows, row => row.SettledAt));
        }
    }

    private static void AddTransactions(NpgsqlBatch batch, List<LedgerTransaction> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        var areSingle = rows.All(row => row.GrantIds.Length == 1);
        batch.Add(
            areSingle ? SinglePartTransactionsSql : TransactionsSql,
            Column(rows, row => row.UserId), Column(rows, row => row.Sequence), Column(rows, row => row.Id),
            Column(rows, row => row.Amount), Column(rows, row => row.BalanceAfter), Column(rows, row => row.Type),
            Column(rows, row => row.Description), Column(rows, row => row.Metadata), Column(rows, row => row.SessionId),
            Column(rows, row => row.PurchaseId), Column(rows, row => row.IdempotencyKey), Column(rows, row => row.CreatedAt),
            areSingle ? Column(rows, row => row.GrantIds[0]) : Column(rows, row => Literal(row.GrantIds)),
            areSingle ? Column(rows, row => row.GrantAmounts[0]) : Column(rows, row => Literal(row.GrantAmounts)),
            Column(rows, row => row.Hash));
    }

    private static void AddHolds(NpgsqlBatch batch, List<Hold> rows)
    {
        if (rows.Count > 0)
        {
            batch.Add(HoldsSql, Column(rows, row => row.Id), Column(rows, row => row.UserId), Column(rows, row => row.Amount),
                Column(rows, row => row.Status), Column(rows, row => row.Captured), Column(rows, row => row.ExpiresAt),
                Column(rows, row => Literal(row.GrantIds)), Column(rows, row => Literal(row.GrantAmounts)),
                Column(rows, row => row.SessionId), Column(rows, row => row.Description), Column(rows, row => row.Metadata),
                Column(rows, row => row.CreatedAt), Column(rows, row => row.SettledAt));
        }
    }

    private static T[] Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = value(rows[row]);
        }
        return column;
    }

    private static string Literal(Guid[] ids) => $"{{{string.Join(',', ids)}}}";

    private static string Literal(long[] amounts) =>
        $"{{{string.Join(',', amounts.Select(amount => amount.ToString(CultureInfo.InvariantCulture)))}}}";
}
