using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.Storage;

namespace Billing.StripeEvents;

/// <summary>Removes events that were kept long enough: their bodies hold personal data.</summary>
internal sealed class StripeEventSweeper(
    NpgsqlDataSource dataSource, TimeProvider time, IOptions<StripeEventOptions> options, ILogger<StripeEventSweeper> logger)
    : BackgroundService
{
    private const int BatchSize = 1_000;

    // SKIP LOCKED: several replicas sweep side by side.
    private const string SweepSql =
        """
        DELETE FROM stripe_events WHERE event_id IN
            (SELECT event_id FROM stripe_events WHERE received_at <= $1 ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.SweepIntervalMilliseconds));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (TransientStorage.IsTransient(exception))
            {
                Log.SweeperWaits(logger, exception.GetBaseException().Message);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var command = dataSource.CreateCommand(SweepSql);
            command.Parameters.Add(new NpgsqlParameter { Value = time.GetUtcNow().AddDays(-options.Value.RetentionDays) });
            command.Parameters.Add(new NpgsqlParameter { Value = BatchSize });
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            if (deleted > 0)
            {
                Log.StripeEventsForgotten(logger, deleted);
            }
        }
        while (deleted == BatchSize);
    }
}
