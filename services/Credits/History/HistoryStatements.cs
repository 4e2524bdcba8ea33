using Credits.Ledger;

namespace Credits.History;

/// <summary>The history by numbers: an account's transactions are numbered without a gap, so places are computed and not counted.</summary>
/// <remarks>
/// Times never go back, so a time span is a span of numbers (<c>low</c>, <c>high</c>], found by <c>sequence_at</c>. Within it a total
/// without a type is a difference, and an offset a subtraction. Spends are all but the few of other types, which have an index of
/// their own: the total is the span less the others, and an offset passes those of the others that lie before it.
/// Parameters: $1 user, $2 rows, $3 offset, $4 number before which the page begins, $5 and $6 the last moments outside and inside
/// the span (or null), $7 type.
/// </remarks>
internal static class HistoryStatements
{
    private const string Columns =
        "sequence, id, amount, balance_after, type, description, metadata, session_id, purchase_id, created_at";

    // Worked out once, and not anew for each row that asks for it.
    private const string Span =
        """
        span AS MATERIALIZED (
            SELECT CASE WHEN $5 IS NULL THEN 0 ELSE sequence_at($1, $5) END AS low,
                CASE WHEN $6 IS NULL THEN sequence ELSE sequence_at($1, $6) END AS high
            FROM accounts WHERE user_id = $1)
        """;

    private const string NotSpends = $"type <> '{TransactionType.Spend}'";
    private const string OnlySpends = $"type = '{TransactionType.Spend}'";

    private const string InSpan = "user_id = $1 AND sequence > span.low AND sequence <= span.high";

    /// <summary>All types: nothing is counted, and no more is read than is shown.</summary>
    public const string OfAllTypes =
        $"""
        WITH {Span}
        SELECT GREATEST(span.high - span.low, 0), page.* FROM span LEFT JOIN LATERAL (
            SELECT {Columns} FROM transactions
            WHERE user_id = $1 AND sequence > span.low AND sequence <= LEAST(span.high - $3, $4 - 1)
            ORDER BY sequence DESC LIMIT $2) page ON true
        """;

    // The nth of the others, from the newest, has high - sequence - (n - 1) spends before it.
    /// <summary>Spends: the others are counted, and those before the offset are passed.</summary>
    public const string OfSpends =
        $"""
        WITH {Span},
        place AS MATERIALIZED (
            SELECT span.low, span.high, count(other.sequence) AS others,
                count(other.sequence) FILTER (WHERE span.high - other.sequence - other.newer <= $3) AS passed
            FROM span LEFT JOIN LATERAL (
                SELECT sequence, row_number() OVER (ORDER BY sequence DESC) - 1 AS newer FROM transactions
                WHERE {NotSpends} AND {InSpan}) other ON true
            GROUP BY span.low, span.high)
        SELECT GREATEST(place.high - place.low - place.others, 0), page.* FROM place LEFT JOIN LATERAL (
            SELECT {Columns} FROM transactions
            WHERE user_id = $1 AND {OnlySpends} AND sequence > place.low
                AND sequence <= LEAST(place.high - $3 - place.passed, $4 - 1)
            ORDER BY sequence DESC LIMIT $2) page ON true
        """;

    /// <summary>Another type: counted and skipped in the index of the others alone.</summary>
    public const string OfAnotherType =
        $"""
        WITH {Span},
        counted AS MATERIALIZED (
            SELECT span.low, span.high, (SELECT count(*) FROM transactions WHERE {NotSpends} AND type = $7 AND {InSpan}) AS total
            FROM span)
        SELECT counted.total, page.* FROM counted LEFT JOIN LATERAL (
            SELECT {Columns} FROM transactions
            WHERE user_id = $1 AND sequence = ANY(ARRAY(
                SELECT sequence FROM transactions
                WHERE {NotSpends} AND type = $7 AND user_id = $1 AND sequence > counted.low AND sequence <= counted.high AND sequence < $4
                ORDER BY sequence DESC OFFSET $3 LIMIT $2))
            ORDER BY sequence DESC) page ON true
        """;

    /// <summary>All of the span, for an export.</summary>
    public const string ExportOfAllTypes = $"{ExportStart} {ExportEnd}";

    public const string ExportOfSpends = $"{ExportStart} AND {OnlySpends} {ExportEnd}";

    public const string ExportOfAnotherType = $"{ExportStart} AND {NotSpends} AND type = $7 {ExportEnd}";

    // Bounds that are values, and not a join, let PostgreSQL read in order as it sends, without sorting first.
    private const string ExportStart =
        $"""
        WITH {Span}
        SELECT {Columns} FROM transactions
        WHERE user_id = $1 AND sequence > (SELECT low FROM span) AND sequence <= (SELECT high FROM span)
        """;

    private const string ExportEnd = "ORDER BY sequence DESC";
}
