using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Reliability.Outbox;

/// <summary>Publishes what was committed, as long as the process lives.</summary>
internal sealed class OutboxRelay(
    OutboxBatch batch, OutboxSignal signal, IOptions<OutboxOptions> options, ILogger<OutboxRelay> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pollInterval = TimeSpan.FromMilliseconds(options.Value.PollIntervalMilliseconds);
        var gatherInterval = TimeSpan.FromMilliseconds(options.Value.GatherMilliseconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await TryRelayAsync(stoppingToken))
            {
                await signal.WaitAsync(pollInterval, stoppingToken);
                // A round costs a transaction of its own: under load it serves all that comes within a moment.
                await Task.Delay(gatherInterval, stoppingToken);
            }
        }
    }

    private async Task<bool> TryRelayAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await batch.RelayAsync(cancellationToken);
        }
        catch (Exception exception) when (TransientStorage.IsTransient(exception))
        {
            Log.RelayWaitsForStorage(logger, exception.GetBaseException().Message);
            return false;
        }
    }
}
