using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, Channel<Delivery>> _queues = new(StringComparer.Ordinal);
    private readonly Channel<Channel<Delivery>> _newQueues = Channel.CreateUnbounded<Channel<Delivery>>();
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
        state.DeliveryWanted += Enqueue;
        state.EndpointDeleted += OnEndpointDeleted;
    }

    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Lets what is waiting go; what is on the wire at this moment still arrives.</summary>
    public void Forget() => Interlocked.Increment(ref _epoch);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.WhenAll(RequeueDueRetriesAsync(stoppingToken), StaffQueuesAsync(stoppingToken));
    }

    /// <summary>Endpoints come and go while the emulator runs; each gets its workers with its first event.</summary>
    private async Task StaffQueuesAsync(CancellationToken stoppingToken)
    {
        var workers = new List<Task>();
        await foreach (var queue in _newQueues.Reader.ReadAllAsync(stoppingToken))
        {
            workers.RemoveAll(worker => worker.IsCompleted);
            workers.AddRange(Enumerable.Range(0, _settings.ConcurrencyPerEndpoint).Select(_ => WorkAsync(queue.Reader, stoppingToken)));
        }

        await Task.WhenAll(workers);
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

            QueueOf(endpoint.Id).Writer.TryWrite(new Delivery(recorded, endpoint, Attempt: 1, Volatile.Read(ref _epoch)));
        }
    }

    private Channel<Delivery> QueueOf(string endpointId) => _queues.GetOrAdd(endpointId, _ =>
    {
        var queue = Channel.CreateUnbounded<Delivery>();
        _newQueues.Writer.TryWrite(queue);
        return queue;
    });

    /// <summary>Ends the workers of a deleted endpoint, once they have let go of what was waiting for it.</summary>
    private void OnEndpointDeleted(string endpointId)
    {
        if (_queues.TryRemove(endpointId, out var queue))
        {
            queue.Writer.TryComplete();
        }
    }

    private async Task WorkAsync(ChannelReader<Delivery> queue, CancellationToken stoppingToken)
    {
        await foreach (var delivery in queue.ReadAllAsync(stoppingToken))
        {
            // An endpoint may have moved, or have been disabled or deleted, since the event happened.
            if (delivery.Epoch != Volatile.Read(ref _epoch)
                || _state.FindEndpoint(delivery.Endpoint.Id) is not { IsDisabled: false } endpoint)
            {
                Interlocked.Decrement(ref _pending);
                continue;
            }

            var current = delivery with { Endpoint = endpoint };
            Settle(current, await _sender.SendAsync(current, stoppingToken));
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

    private void Requeue(Delivery delivery)
    {
        if (!_queues.TryGetValue(delivery.Endpoint.Id, out var queue) || !queue.Writer.TryWrite(delivery))
        {
            Interlocked.Decrement(ref _pending);
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
                    Requeue(delivery);
                }
            }
        }
    }
}
