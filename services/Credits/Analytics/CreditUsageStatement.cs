using Credits.Ledger;
using Reports;

namespace Credits.Analytics;

/// <summary>Sums up what was booked within a span.</summary>
/// <remarks>
/// A transaction's id is a UUID of version 7, made of the very moment it was booked at, and unique. So the index that keeps ids unique
/// has the transactions in order of time: no more is read than lies within the span, and the ledger's writes pay for no further index.
/// The ids of the span's bounds are $3 and $4. Part -1 is <see cref="ReportFigures.Whole"/>.
/// </remarks>
internal static class CreditUsageStatement
{
    /// <summary>Before a transaction's type, the figure of what it granted.</summary>
    public const string GrantedPrefix = "granted_";

    // A rollover is booked out of one lot and into another. What comes in beyond that had been booked as expired before the renewal
    // was heard of: it takes back an expiry.
    private const string Figures =
        $"""
        (VALUES
            ('{GrantedPrefix}' || type, CASE WHEN amount > 0 AND type NOT IN ('{TransactionType.Rollover}', '{TransactionType.Refund}') THEN amount END),
            ('spent', CASE type WHEN '{TransactionType.Spend}' THEN -amount END),
            ('spends', CASE type WHEN '{TransactionType.Spend}' THEN count END),
            ('expired', CASE WHEN type IN ('{TransactionType.Expire}', '{TransactionType.Rollover}') THEN -amount END),
            ('refunded', CASE type WHEN '{TransactionType.Refund}' THEN -amount END),
            ('deducted', CASE WHEN type = '{TransactionType.Admin}' AND amount < 0 THEN -amount END),
            ('net', amount))
        """;

    public const string Sql =
        $"""
        WITH booked AS MATERIALIZED (
            SELECT width_bucket(created_at, $1) AS part, user_id, type, sum(amount) AS amount, count(*) AS count FROM transactions
            WHERE id >= $3 AND id < $4 AND created_at >= $1[1] AND created_at < $2
            GROUP BY 1, user_id, type, amount > 0)
        SELECT COALESCE(part, -1), figure, sum(number)::bigint
        FROM booked CROSS JOIN LATERAL {Figures} AS counted (figure, number)
        WHERE number IS NOT NULL
        GROUP BY GROUPING SETS ((part, figure), (figure))
        UNION ALL
        SELECT COALESCE(part, -1), 'spenders', count(DISTINCT user_id)
        FROM booked WHERE type = '{TransactionType.Spend}'
        GROUP BY GROUPING SETS ((part), ())
        """;
}
