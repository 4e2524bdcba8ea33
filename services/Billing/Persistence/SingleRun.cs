using Npgsql;

namespace Billing.Persistence;

/// <summary>Lets one at a time do a piece of work, on whichever replica or from whichever command line.</summary>
/// <remarks>The lock is of the database's session: should the process die, the server lets go of it.</remarks>
internal sealed class SingleRun(NpgsqlDataSource dataSource)
{
    // Any numbers will do, as long as nothing else in this database takes the same.
    public const long Backfill = 0x4261_636B_6669_6C;
    public const long Reconciliation = 0x5265_636F_6E63_69;

    private const int WaitSecondsMax = 600;

    /// <returns>What holds the lock until it is disposed; null when somebody else has it.</returns>
    public async Task<IAsyncDisposable?> TryTakeAsync(long key, CancellationToken cancellationToken)
    {
        var held = await OpenAsync(key, cancellationToken);
        if ((bool)(await held.RunAsync("SELECT pg_try_advisory_lock($1)", cancellationToken))!)
        {
            return held;
        }
        await held.CloseAsync();
        return null;
    }

    /// <summary>The same, after whoever has it.</summary>
    public async Task<IAsyncDisposable> TakeAsync(long key, CancellationToken cancellationToken)
    {
        var held = await OpenAsync(key, cancellationToken);
        await held.RunAsync("SELECT pg_advisory_lock($1)", cancellationToken);
        return held;
    }

    private async Task<Held> OpenAsync(long key, CancellationToken cancellationToken) =>
        new(await dataSource.OpenConnectionAsync(cancellationToken), key);

    private sealed class Held(NpgsqlConnection connection, long key) : IAsyncDisposable
    {
        public async Task<object?> RunAsync(string sql, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = WaitSecondsMax };
            command.Parameters.Add(new NpgsqlParameter { Value = key });
            return await command.ExecuteScalarAsync(cancellationToken);
        }

        public ValueTask CloseAsync() => connection.DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            try
            {
                // A connection goes back to its pool as it is, and is reset when it is next taken.
                await RunAsync("SELECT pg_advisory_unlock($1)", CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // It broke, and its lock with it.
            }
            await CloseAsync();
        }
    }
}
