using System.Runtime.CompilerServices;
using Npgsql;

namespace Billing.Reconciliation;

/// <summary>Compares the money of each purchase with the credits that the ledger says it granted for it.</summary>
public static class PurchaseReconciliation
{
    // Paid is paid whatever came later: a refund or a dispute does not undo that the credits were due.
    private const string DifferencesSql =
        """
        SELECT id, user_id, payment_intent_id, status, credits, granted_credits, amount_cents, received_cents, currency,
            CASE
                WHEN succeeded_at IS NULL THEN 'granted_without_payment'
                WHEN granted_credits IS NULL THEN 'paid_without_grant'
                WHEN granted_credits <> credits THEN 'credits_differ'
                ELSE 'money_differs'
            END
        FROM purchases
        WHERE (succeeded_at <= $1
                AND (granted_credits IS DISTINCT FROM credits OR received_cents IS DISTINCT FROM amount_cents))
            OR (granted_at <= $1 AND succeeded_at IS NULL)
        ORDER BY created_at, id
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
        await using var command = dataSource.CreateCommand(DifferencesSql);
        command.Parameters.Add(new NpgsqlParameter { Value = now.ToUniversalTime().AddSeconds(-graceSeconds) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Read(reader);
        }
    }

    private static PurchaseDifference Read(NpgsqlDataReader reader) => new(
        Kind: reader.GetString(9),
        PurchaseId: reader.GetGuid(0),
        UserId: reader.GetString(1),
        PaymentIntentId: reader[2] as string,
        Status: reader.GetString(3),
        Credits: reader.GetInt64(4),
        GrantedCredits: reader[5] as long?,
        AmountCents: reader.GetInt64(6),
        ReceivedCents: reader[7] as long?,
        Currency: reader.GetString(8));
}
