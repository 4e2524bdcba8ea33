namespace Billing.Analytics;

/// <summary>Counts purchases and their money: everything that happened is a moment, a figure and a number, and is summed up by part.</summary>
internal static class PurchaseStatements
{
    // What a refund sent back is what it adds to the sum that Stripe tells of, the largest before it being the last. Once a refund
    // failed that sum starts again from less, and what Stripe said it was before counts: as in Reversal, which has it for one payment.
    private const string Refunds =
        """
        told AS (
            SELECT payment_intent_id, kind, amount_cents, previous_amount_cents, occurred_at,
                bool_or(kind = 'refund_failed') OVER payment
                    AND bool_and(kind <> 'refunded' OR previous_amount_cents IS NOT NULL) OVER payment AS is_by_steps,
                max(amount_cents) FILTER (WHERE kind = 'refunded') OVER (
                    PARTITION BY payment_intent_id ORDER BY occurred_at, amount_cents
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS largest_before
            FROM payment_facts WHERE kind IN ('refunded', 'refund_failed')
            WINDOW payment AS (PARTITION BY payment_intent_id)),
        refunds AS (
            SELECT payment_intent_id, occurred_at, kind, CASE
                WHEN kind = 'refund_failed' THEN -amount_cents
                WHEN is_by_steps THEN amount_cents - previous_amount_cents
                ELSE GREATEST(0, amount_cents - COALESCE(largest_before, 0)) END AS cents
            FROM told)
        """;

    private const string Disputes =
        """
        disputes AS (
            SELECT payment_intent_id, min(occurred_at) AS opened_at, max(amount_cents) AS cents
            FROM payment_facts WHERE kind IN ('dispute_opened', 'dispute_lost', 'dispute_won', 'funds_reinstated')
            GROUP BY payment_intent_id, key
            HAVING NOT bool_or(kind IN ('dispute_won', 'funds_reinstated')))
        """;

    public const string Sql =
        $"""
        WITH {Refunds}, {Disputes},
        bought AS (
            SELECT * FROM purchases
            WHERE (created_at >= $1[1] AND created_at < $2)
                OR (succeeded_at >= $1[1] AND succeeded_at < $2)
                OR (failed_at >= $1[1] AND failed_at < $2)),
        happened AS (
            SELECT event.* FROM bought CROSS JOIN LATERAL (VALUES
                (created_at, 'initiated', 1),
                (CASE WHEN succeeded_at IS NOT NULL THEN created_at END, 'converted', 1),
                (CASE WHEN succeeded_at IS NULL THEN failed_at END, 'failed', 1),
                (succeeded_at, 'completed', 1),
                (succeeded_at, 'credits', credits),
                (succeeded_at, 'received_cents', received_cents),
                (CASE WHEN refunded_cents > 0 THEN succeeded_at END, 'refunded_since', 1)) AS event (at, figure, number)
            UNION ALL
            SELECT min(succeeded_at), 'buyers', 1 FROM bought GROUP BY user_id, width_bucket(succeeded_at, $1)
            UNION ALL
            SELECT min(occurred_at), 'refunded', 1 FROM refunds JOIN purchases USING (payment_intent_id)
            WHERE kind = 'refunded' AND purchases.refunded_cents > 0 GROUP BY payment_intent_id
            UNION ALL
            SELECT occurred_at, 'refunded_cents', cents FROM refunds JOIN purchases USING (payment_intent_id)
            WHERE succeeded_at IS NOT NULL
            UNION ALL
            SELECT opened_at, 'disputed_cents', cents FROM disputes JOIN purchases USING (payment_intent_id)
            WHERE succeeded_at IS NOT NULL)
        SELECT width_bucket(at, $1), figure, sum(number)::bigint FROM happened
        WHERE at >= $1[1] AND at < $2
        GROUP BY 1, 2
        """;
}
