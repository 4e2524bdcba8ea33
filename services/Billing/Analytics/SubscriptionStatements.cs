namespace Billing.Analytics;

/// <summary>Counts subscriptions from their terms: each start and end of a term is a moment, a figure and a number to add.</summary>
/// <remarks>
/// How many run, and what they bring a month, is the sum of all that was added before: of part 0 and those that follow. A part's
/// <c>mrr_seconds</c> is what its changes weigh until its end, from which the money of the time follows.
/// </remarks>
internal static class SubscriptionStatements
{
    public const string Sql =
        """
        WITH terms AS (
            SELECT *, lead(since) OVER subscription AS until, lag(is_running, 1, false) OVER subscription AS was_running
            FROM subscription_terms WHERE since < $2
            WINDOW subscription AS (PARTITION BY subscription_id ORDER BY since)),
        runs AS (
            SELECT *, max(since) FILTER (WHERE is_running AND NOT was_running) OVER (PARTITION BY subscription_id ORDER BY since) AS began,
                count(*) FILTER (WHERE is_running AND NOT was_running) OVER (PARTITION BY user_id ORDER BY since, subscription_id) AS run
            FROM terms),
        changes AS (
            SELECT since AS at, tier, monthly_cents, 1 AS added FROM runs WHERE is_running
            UNION ALL
            SELECT until, tier, -monthly_cents, -1 FROM runs WHERE is_running AND until IS NOT NULL),
        happened AS (
            SELECT event.* FROM runs CROSS JOIN LATERAL (VALUES
                (CASE WHEN is_running AND NOT was_running THEN since END, 'new', 1),
                (CASE WHEN is_running AND NOT was_running AND run > 1 THEN since END, 'returning', 1),
                (CASE WHEN was_running AND NOT is_running THEN since END, 'lost', 1),
                (CASE WHEN was_running AND NOT is_running AND began < $1[width_bucket(since, $1)] THEN since END, 'churned', 1))
                AS event (at, figure, number)
            UNION ALL
            SELECT event.* FROM changes CROSS JOIN LATERAL (VALUES
                (at, tier, added),
                (at, 'mrr_cents', monthly_cents),
                (at, 'mrr_seconds', (monthly_cents * extract(epoch FROM COALESCE($1[width_bucket(at, $1) + 1], $2) - at))::bigint))
                AS event (at, figure, number))
        SELECT width_bucket(at, $1), figure, sum(number)::bigint FROM happened
        WHERE at IS NOT NULL
        GROUP BY 1, 2
        """;
}
