using Npgsql;

namespace LoadTest.Webhooks;

/// <summary>Sees in the databases when everything that was accepted took effect: archived, a paid purchase, and a grant.</summary>
/// <remarks>Goes from stretch to stretch and looks at none again that was complete, so that it takes little from what is measured.</remarks>
internal sealed class DrainWatch(Acceptances acceptances, PreparedPayments payments, NpgsqlDataSource billing, NpgsqlDataSource credits)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private long firstOpen;

    /// <summary>Returns when all is done. Nothing may be posted meanwhile.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var last = Acceptances.StretchOf(payments.Used);
        for (var stretch = firstOpen; stretch <= last; stretch++)
        {
            while (!await IsDoneAsync(stretch, patience.Token))
            {
                await Task.Delay(Pause, patience.Token);
            }
        }
        // The last one goes on with the next load.
        firstOpen = last;
    }

    private async Task<bool> IsDoneAsync(long stretch, CancellationToken cancellationToken)
    {
        var accepted = acceptances.Of(stretch);
        var (first, last) = (stretch * Acceptances.Stretch, ((stretch + 1) * Acceptances.Stretch) - 1);
        var areEnough = await CountAsync(
                billing, "SELECT count(*) FROM purchases WHERE id BETWEEN $1 AND $2 AND status = 'succeeded'", cancellationToken,
                payments.PurchaseId(first), payments.PurchaseId(last)) >= accepted.Length
            && await CountAsync(
                billing, "SELECT count(*) FROM stripe_events WHERE event_id BETWEEN $1 AND $2", cancellationToken,
                payments.EventId(first), payments.EventId(last)) >= accepted.Length
            && await CountAsync(
                credits, "SELECT count(*) FROM grants WHERE source BETWEEN $1 AND $2", cancellationToken,
                payments.GrantSource(first), payments.GrantSource(last)) >= accepted.Length;
        return areEnough && (accepted.Length == Acceptances.Stretch || await AreTheseDoneAsync(accepted, cancellationToken));
    }

    // Where not all were accepted, one that was not may have taken effect all the same, and must not stand for one that was.
    private async Task<bool> AreTheseDoneAsync(long[] accepted, CancellationToken cancellationToken) =>
        await CountAsync(
            billing, "SELECT count(*) FROM purchases WHERE id = ANY($1) AND status = 'succeeded'", cancellationToken,
            accepted.Select(payments.PurchaseId).ToArray()) == accepted.Length
        && await CountAsync(
            billing, "SELECT count(*) FROM stripe_events WHERE event_id = ANY($1)", cancellationToken,
            (object)accepted.Select(payments.EventId).ToArray()) == accepted.Length
        && await CountAsync(
            credits, "SELECT count(*) FROM grants WHERE source = ANY($1)", cancellationToken,
            (object)accepted.Select(payments.GrantSource).ToArray()) == accepted.Length;

    private static async Task<long> CountAsync(
        NpgsqlDataSource database, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
