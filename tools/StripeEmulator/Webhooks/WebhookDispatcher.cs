using System.Threading.Channels;
using StripeEmulator.State;

namespace StripeEmulator.Webhooks;

/// <summary>
/// Takes events to endpoints: a queue and a few workers for each endpoint, so that one that is slow or down holds up no
/// other, and retries on a schedule until there are none left. In which order events arrive is nobody's promise.
/// </summary>
internal sealed class WebhookDispatcher : BackgroundService
{
    /// <summary>Waiting deliveries, retries included. Above it an event stays pending, unqueued, and can be sent again by hand.</summary>
    public const int PendingMax = 200_000;

    private static readonly TimeSpan RetryTick = TimeSpan.FromMilliseconds(50);

    private readonly StripeState _state;
    private readonly EmulatorSettings _settings;
    private readonly WebhookSender _sender;
    private readonly DeliveryLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookDispatcher> _logger;
    private readonly Dictionary<string, Channel<Delivery>> _queues;
    private readonly Lock _retryGate = new();
    private readonly PriorityQueue<Delivery, DateTimeOffset> _retries = new();
    private int _pending;
    private int _epoch;

    public WebhookDispatcher(
        StripeState state,
        EmulatorSettings settings,
        WebhookSender sender,
        DeliveryLog log,
        TimeProvider time,
        ILogger<WebhookDispatcher> logger)
    {
        (_state, _settings, _sender, _log, _time, _logger) = (state, settings, sender, log, time, logger);
        _queues = settings.Endpoints.ToDictionary(endpoint => endpoint.Id, _ => Channel.CreateUnbounded<Delivery>());
        state.DeliveryWanted += Enqueue;
    }

    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Lets what is waiting go; what is on the wire at this moment still arrives.</summary>
    public void Forget() => Interlocked.Increment(ref _epoch);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var workers = _queues.Values.SelectMany(queue =>
            Enumerable.Range(0, _settings.ConcurrencyPerEndpoint).Select(_ => WorkAsync(queue.Reader, stoppingToken)));
        return Task.WhenAll([RequeueDueRetriesAsync(stoppingToken), .. workers]);
    }

    private void Enqueue(Event recorded, IReadOnlyList<WebhookEndpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (Interlocked.Increment(ref _pending) > PendingMax)
            {
                Interlocked.Decrement(ref _pending);
                _logger.DeliveryQueueFull(recorded.Id, endpoint.Id, PendingMax);
                continue;
            }

            _queues[endpoint.Id].Writer.TryWrite(new Delivery(recorded, endpoint, Attempt: 1, Volatile.Read(ref _epoch)));
        }
    }

    private async Task WorkAsync(ChannelReader<Delivery> queue, CancellationToken stoppingToken)
    {
        await foreach (var delivery in queue.ReadAllAsync(stoppingToken))
        {
            if (delivery.Epoch != Volatile.Read(ref _epoch))
            {
                Interlocked.Decrement(ref _pending);
                continue;
            }

            Settle(delivery, await _sender.SendAsync(delivery, stoppingToken));
        }
    }

    private void Settle(Delivery delivery, DeliveryAttempt attempt)
    {
        _log.Add(attempt);
        if (attempt.Succeeded)
        {
            _state.MarkDelivered(attempt.EventId, attempt.EndpointId);
            _logger.Delivered(attempt.EventId, attempt.EventType, attempt.EndpointId, attempt.Attempt);
            Interlocked.Decrement(ref _pending);
            return;
        }

        var mayRetry = delivery.Attempt <= _settings.RetryDelays.Length;
        TimeSpan? retryIn = mayRetry ? _settings.RetryDelays[delivery.Attempt - 1] : null;
        _logger.DeliveryFailed(
            attempt.EventId,
            attempt.EventType,
            attempt.EndpointId,
            attempt.Attempt,
            attempt.Status,
            attempt.Problem,
            retryIn?.TotalSeconds);
        if (retryIn is null)
        {
            Interlocked.Decrement(ref _pending);
            return;
        }

        lock (_retryGate)
        {
            _retries.Enqueue(delivery with { Attempt = delivery.Attempt + 1 }, _time.GetUtcNow() + retryIn.Value);
        }
    }

    private async Task RequeueDueRetriesAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(RetryTick, _time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            lock (_retryGate)
            {
                var now = _time.GetUtcNow();
                while (_retries.TryPeek(out var delivery, out var due) && due <= now)
                {
                    _retries.Dequeue();
                    _queues[delivery.Endpoint.Id].Writer.TryWrite(delivery);
                }
            }
        }
    }
}
