using System.Runtime.CompilerServices;
using Npgsql;

namespace Billing.Reconciliation;

/// <summary>Compares the money of each purchase with its credits: captured less returned against granted less clawed back.</summary>
/// <remarks>
/// The ledger's side is what it announced, so nobody reads its database. Credits that were spent before they could be clawed back are
/// explained by the shortfall that the ledger announced with them: what counts is what it was right to take. A purchase of which
/// something was heard a moment ago is left for later, because the other side may still be on its way.
/// </remarks>
public static class PurchaseReconciliation
{
    // The ledger's rule: whole credits, and never more than the share of the money that went back (see Reversal.Share in Credits).
    private const string Compared =
        $"""
        (SELECT *,
            LEAST(received_cents, refunded_cents + lost_cents) AS returned_cents,
            CASE WHEN succeeded_at IS NULL THEN 0 ELSE credits
                - div(credits::numeric * LEAST(received_cents, refunded_cents + lost_cents), GREATEST(received_cents, 1)) END AS due,
            coalesce(granted_credits, 0) - clawback_target_credits AS kept
        FROM purchases
        WHERE (succeeded_at IS NOT NULL OR granted_at IS NOT NULL) AND updated_at <= $1) AS compared
        """;

    private const string DifferencesSql =
        $"""
        SELECT * FROM
            (SELECT
                CASE
                    WHEN due = kept AND (succeeded_at IS NULL OR received_cents = amount_cents OR returned_cents = received_cents) THEN NULL
                    WHEN due = kept THEN '{DifferenceKind.MoneyDiffers}'
                    WHEN succeeded_at IS NULL THEN '{DifferenceKind.GrantedWithoutPayment}'
                    WHEN granted_credits IS NULL THEN '{DifferenceKind.PaidWithoutGrant}'
                    WHEN granted_credits <> credits THEN '{DifferenceKind.CreditsDiffer}'
                    WHEN due < kept THEN '{DifferenceKind.ReturnedWithoutClawback}'
                    ELSE '{DifferenceKind.ClawedBackWithoutReturn}'
                END AS kind,
                id, user_id, payment_intent_id, status, amount_cents, received_cents, refunded_cents, lost_cents, disputed_cents, currency,
                credits, granted_credits, clawed_back_credits, clawback_target_credits - clawed_back_credits AS shortfall
            FROM {Compared} ORDER BY created_at, id) AS named
        WHERE kind IS NOT NULL
        """;

    private const string TotalsSql =
        $"""
        SELECT currency, count(*), coalesce(sum(received_cents), 0)::bigint, sum(refunded_cents)::bigint, sum(lost_cents)::bigint,
            sum(disputed_cents)::bigint, coalesce(sum(granted_credits), 0)::bigint, sum(clawed_back_credits)::bigint,
            sum(clawback_target_credits - clawed_back_credits)::bigint
        FROM {Compared} GROUP BY currency ORDER BY currency
        """;

    /// <summary>Every difference, the oldest purchase first, as a stream.</summary>
    /// <param name="dataSource">Billing's database.</param>
    /// <param name="now">The clock that the services run by.</param>
    /// <param name="graceSeconds">How long the other side may take before its silence is a difference.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async IAsyncEnumerable<PurchaseDifference> FindDifferencesAsync(
        NpgsqlDataSource dataSource,
        DateTimeOffset now,
        int graceSeconds,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command(dataSource, DifferencesSql, now, graceSeconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Read(reader);
        }
    }

    /// <summary>The sums over all purchases that are compared, for each currency.</summary>
    /// <inheritdoc cref="FindDifferencesAsync"/>
    public static async Task<IReadOnlyList<ReconciledTotals>> SumAsync(
        NpgsqlDataSource dataSource, DateTimeOffset now, int graceSeconds, CancellationToken cancellationToken)
    {
        await using var command = Command(dataSource, TotalsSql, now, graceSeconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var totals = new List<ReconciledTotals>();
        while (await reader.ReadAsync(cancellationToken))
        {
            totals.Add(new ReconciledTotals(
                Currency: reader.GetString(0),
                Purchases: reader.GetInt64(1),
                CapturedCents: reader.GetInt64(2),
                RefundedCents: reader.GetInt64(3),
                LostCents: reader.GetInt64(4),
                DisputedCents: reader.GetInt64(5),
                GrantedCredits: reader.GetInt64(6),
                ClawedBackCredits: reader.GetInt64(7),
                ShortfallCredits: reader.GetInt64(8)));
        }
        return totals;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource dataSource, string sql, DateTimeOffset now, int graceSeconds)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = now.ToUniversalTime().AddSeconds(-graceSeconds) });
        return command;
    }

    private static PurchaseDifference Read(NpgsqlDataReader reader) => new(
        Kind: reader.GetString(0),
        PurchaseId: reader.GetGuid(1),
        UserId: reader.GetString(2),
        PaymentIntentId: reader[3] as string,
        Status: reader.GetString(4),
        new MoneySide(
            PriceCents: reader.GetInt64(5),
            CapturedCents: reader[6] as long?,
            RefundedCents: reader.GetInt64(7),
            LostCents: reader.GetInt64(8),
            DisputedCents: reader.GetInt64(9),
            Currency: reader.GetString(10)),
        new CreditsSide(
            Sold: reader.GetInt64(11),
            Granted: reader[12] as long?,
            ClawedBack: reader.GetInt64(13),
            Shortfall: reader.GetInt64(14)));
}
