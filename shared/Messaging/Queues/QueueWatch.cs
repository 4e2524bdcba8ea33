using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Messaging.Queues;

/// <summary>Measures backlog and error queues, and says so when messages are parked.</summary>
internal sealed class QueueWatch : BackgroundService
{
    private readonly ServiceQueues queues;
    private readonly TimeSpan interval;
    private readonly ILogger<QueueWatch> logger;
    private readonly Dictionary<string, long> told = new(StringComparer.Ordinal);
    private IReadOnlyList<QueueDepth> latest = [];

    public QueueWatch(ServiceQueues queues, IMeterFactory meters, IOptions<MessagingOptions> options, ILogger<QueueWatch> logger)
    {
        this.queues = queues;
        this.logger = logger;
        interval = TimeSpan.FromSeconds(options.Value.QueueWatchSeconds);
        var meter = meters.Create(Telemetry.Prefix + "Messaging");
        meter.CreateObservableGauge("queues.waiting", () => Measure(depth => depth.Waiting), "{message}", "Messages that wait, by queue.");
        meter.CreateObservableGauge("queues.parked", () => Measure(depth => depth.Parked), "{message}", "Messages in error queues, by queue.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                latest = await queues.DepthsAsync(stoppingToken);
                Tell();
            }
            catch (BrokerUnavailableException exception)
            {
                Log.BrokerUnavailable(logger, exception.Message);
            }
        }
    }

    // Once for each growth, not at each look.
    private void Tell()
    {
        foreach (var depth in latest)
        {
            if (depth.Parked > told.GetValueOrDefault(depth.Queue))
            {
                Log.MessagesParked(logger, depth.Queue, depth.Parked);
            }
            told[depth.Queue] = depth.Parked;
        }
    }

    private IEnumerable<Measurement<long>> Measure(Func<QueueDepth, long> count) =>
        latest.Select(depth => new Measurement<long>(count(depth), new KeyValuePair<string, object?>("queue", depth.Queue)));
}
