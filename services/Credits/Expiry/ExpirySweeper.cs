using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Credits.Expiry;

/// <summary>Books the expiry of credits and holds whose hour has come, batch by batch, as long as the process lives.</summary>
/// <remarks>
/// Nothing waits for it: reads and spends go by the hour, swept or not. Replicas sweep side by side, since each passes over
/// accounts that another has locked.
/// </remarks>
internal sealed class ExpirySweeper(
    IServiceScopeFactory scopes, IOptions<ExpiryOptions> options, CreditsMetrics metrics, ILogger<ExpirySweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the wall clock, which always runs; what is due is judged by the service's own.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.IntervalMilliseconds));
        do
        {
            await SweepAllAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isMore = true;
            while (isMore && !cancellationToken.IsCancellationRequested)
            {
                await using var scope = scopes.CreateAsyncScope();
                var swept = await scope.ServiceProvider.GetRequiredService<ExpirySweep>().RunAsync(cancellationToken);
                Tell(swept);
                isMore = swept.Accounts == options.Value.BatchSize;
            }
        }
        catch (Exception exception) when (TransientStorage.IsTransient(exception))
        {
            Log.SweeperWaits(logger, exception.GetBaseException().Message);
        }
    }

    private void Tell(SweepResult swept)
    {
        if (swept.Accounts > 0)
        {
            metrics.Expired(swept.Credits);
            Log.Swept(logger, swept.Accounts, swept.Credits, swept.Holds);
        }
    }
}
