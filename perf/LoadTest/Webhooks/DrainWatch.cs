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
        var accepted = acceptances.CountOf(stretch);
        var (first, last) = (stretch * Acceptances.Stretch, ((stretch + 1) * Acceptances.Stretch) - 1);
        return await CountAsync(
                billing, "SELECT count(*) FROM purchases WHERE id BETWEEN $1 AND $2 AND status = 'succeeded'",
                payments.PurchaseId(first), payments.PurchaseId(last), cancellationToken) >= accepted
            && await CountAsync(
                billing, "SELECT count(*) FROM stripe_events WHERE event_id BETWEEN $1 AND $2",
                payments.EventId(first), payments.EventId(last), cancellationToken) >= accepted
            && await CountAsync(
                credits, "SELECT count(*) FROM grants WHERE source BETWEEN $1 AND $2",
                payments.GrantSource(first), payments.GrantSource(last), cancellationToken) >= accepted;
    }

    private static async Task<long> CountAsync(
        NpgsqlDataSource database, string sql, object first, object last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = first });
        command.Parameters.Add(new NpgsqlParameter { Value = last });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
