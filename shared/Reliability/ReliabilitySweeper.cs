using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Reliability.Storage;

namespace Reliability;

/// <summary>Removes what nobody will ask for again: expired idempotency keys, and inbox entries older than any redelivery.</summary>
internal sealed class ReliabilitySweeper(NpgsqlDataSource dataSource, TimeProvider time, ILogger<ReliabilitySweeper> logger) : BackgroundService
{
    private const int BatchSize = 5_000;
    private const int InboxRetentionDays = 35;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    // SKIP LOCKED: several replicas sweep side by side.
    private const string SweepKeysSql =
        """
        DELETE FROM idempotency_keys WHERE id IN
            (SELECT id FROM idempotency_keys WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    private const string SweepInboxSql =
        """
        DELETE FROM inbox_entries WHERE (message_id, consumer) IN
            (SELECT message_id, consumer FROM inbox_entries WHERE received_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (TransientStorage.IsTransient(exception))
            {
                Log.StorageUnavailable(logger, exception.GetBaseException().Message);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keys = await DeleteAsync(SweepKeysSql, now, cancellationToken);
        var entries = await DeleteAsync(SweepInboxSql, now.AddDays(-InboxRetentionDays), cancellationToken);
        if (keys + entries > 0)
        {
            Log.Swept(logger, keys, entries);
        }
    }

    private async Task<int> DeleteAsync(string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0;
        int batch;
        do
        {
            await using var command = dataSource.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter { Value = before });
            command.Parameters.Add(new NpgsqlParameter { Value = BatchSize });
            batch = await command.ExecuteNonQueryAsync(cancellationToken);
            deleted += batch;
        }
        while (batch == BatchSize);
        return deleted;
    }
}
