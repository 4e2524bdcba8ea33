using Credits.Holds;
using Credits.Ledger;
using Npgsql;
using Reliability.Storage;

namespace Credits.Balance;

/// <summary>Reads balances without a lock, in one round trip and one snapshot.</summary>
internal sealed class BalanceReader(LedgerConnections connections)
{
    // One statement, so that all of it is of one moment. A user without lots still has a row, a user without an account none. Most
    // accounts hold nothing, and for them no overdue hold is looked for. Monthly lots are read whole, to tell what was used.
    private const string NowSql =
        $"""
        SELECT
            (SELECT COALESCE(sum(c.target - c.taken), 0)::bigint FROM clawbacks c
                WHERE c.user_id = $1 AND c.taken < c.target AND c.is_debt),
            g.id, g.bucket, g.amount, g.remaining, g.held, g.expired, g.is_frozen, g.granted_at, g.expires_at,
            g.held > 0 AND EXISTS (
                SELECT 1 FROM holds h WHERE h.user_id = $1 AND h.status = '{HoldStatus.Held}' AND h.expires_at <= $2)
        FROM accounts a
        LEFT JOIN LATERAL (
            SELECT {LotColumns} FROM grants WHERE user_id = $1 AND is_open
            UNION ALL
            SELECT {LotColumns} FROM grants WHERE user_id = $1 AND bucket = '{Bucket.Monthly}' AND NOT is_open AND expires_at > $2) g ON true
        WHERE a.user_id = $1
        """;

    private const string LotColumns = "id, bucket, amount, remaining, held, expired, is_frozen, granted_at, expires_at";

    // Backwards from now: what was booked and held since then is taken off again. What was frozen then is not kept, so nothing of
    // the past counts as frozen.
    private const string AsOfSql =
        $"""
        SELECT 0::bigint, g.id, g.bucket, g.amount,
            (g.remaining - COALESCE(since.amount, 0))::bigint, COALESCE(then_held.amount, 0)::bigint, g.expired, false, g.granted_at, g.expires_at,
            false
        FROM grants g
        LEFT JOIN (
            SELECT part.grant_id, sum(part.amount) AS amount FROM transactions t, unnest(t.grant_ids, t.grant_amounts) AS part (grant_id, amount)
            WHERE t.user_id = $1 AND t.sequence > (
                SELECT COALESCE((SELECT sequence_at($1, $2)), 0)) GROUP BY part.grant_id) since ON since.grant_id = g.id
        LEFT JOIN (
            SELECT part.grant_id, sum(part.amount) AS amount FROM holds h, unnest(h.grant_ids, h.grant_amounts) AS part (grant_id, amount)
            WHERE h.user_id = $1 AND h.created_at <= $2 AND h.expires_at > $2 AND (h.settled_at IS NULL OR h.settled_at > $2)
            GROUP BY part.grant_id) then_held ON then_held.grant_id = g.id
        WHERE g.user_id = $1 AND g.granted_at <= $2
        """;

    /// <returns>Null when there is no account yet.</returns>
    public async Task<BalanceReading?> ReadAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(NowSql, userId, now, cancellationToken);
        return read.IsKnown ? new BalanceReading(BalanceResponse.Of(read.Lots, now, read.Debt), read.HasOverdueHolds) : null;
    }

    public async Task<BalanceResponse> ReadAsOfAsync(string userId, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(AsOfSql, userId, moment, cancellationToken);
        return BalanceResponse.Of(read.Lots, moment, debt: 0);
    }

    private async Task<AccountRows> ReadAsync(
        string sql, string userId, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenToReadAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(sql, userId, moment);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var account = new AccountRows(false, [], 0, false);
        while (await reader.ReadAsync(cancellationToken))
        {
            account = account with
            {
                IsKnown = true, Debt = reader.GetInt64(0), HasOverdueHolds = account.HasOverdueHolds || reader.GetBoolean(10),
            };
            if (reader[1] is Guid id)
            {
                account.Lots.Add(ReadLot(reader, id));
            }
        }
        return account;
    }

    private static Lot ReadLot(NpgsqlDataReader reader, Guid id) => new()
    {
        Id = id,
        Bucket = reader.GetString(2),
        Amount = reader.GetInt64(3),
        Remaining = reader.GetInt64(4),
        Held = reader.GetInt64(5),
        Expired = reader.GetInt64(6),
        IsFrozen = reader.GetBoolean(7),
        GrantedAt = reader.GetFieldValue<DateTimeOffset>(8),
        ExpiresAt = reader[9] is DateTime expiresAt ? new DateTimeOffset(expiresAt) : null,
    };

    private sealed record AccountRows(bool IsKnown, List<Lot> Lots, long Debt, bool HasOverdueHolds);
}

/// <summary>A balance, and whether it may change by itself: what an overdue hold returns may be owed, or move on with its month.</summary>
internal sealed record BalanceReading(BalanceResponse Balance, bool HasOverdueHolds);
