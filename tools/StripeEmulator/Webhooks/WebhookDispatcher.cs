using StripeEmulator.Cli;
using StripeEmulator.State;
using StripeEmulator.Webhooks.Rules;

namespace StripeEmulator.Webhooks;

/// <summary>
/// Takes events to endpoints and to Stripe CLIs that listen, as the rules for deliveries want it, and retries on a schedule
/// until there are no attempts left. In which order events arrive is nobody's promise.
/// </summary>
internal sealed class WebhookDispatcher : BackgroundService
{
    /// <summary>Waiting deliveries, retries included. Above it an event stays pending, unqueued, and can be sent again by hand.</summary>
    public const int PendingMax = 200_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly StripeState _state;
    private readonly EmulatorSettings _settings;
    private readonly WebhookSender _sender;
    private readonly CliSessions _listeners;
    private readonly DeliveryRules _rules;
    private readonly HeldDeliveries _held;
    private readonly DeliveryLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookDispatcher> _logger;
    private readonly ReorderedDeliveries _reordered;
    private readonly DeliveryQueues _queues = new();
    private readonly Lock _laterGate = new();
    private readonly PriorityQueue<Delivery, DateTimeOffset> _later = new();
    private int _pending;
    private int _epoch;

    public WebhookDispatcher(
        StripeState state,
        EmulatorSettings settings,
        WebhookSender sender,
        CliSessions listeners,
        DeliveryRules rules,
        HeldDeliveries held,
        DeliveryLog log,
        TimeProvider time,
        ILogger<WebhookDispatcher> logger)
    {
        (_state, _settings, _sender, _listeners) = (state, settings, sender, listeners);
        (_rules, _held, _log, _time, _logger) = (rules, held, log, time, logger);
        _reordered = new ReorderedDeliveries(time);
        state.DeliveryWanted += OnEvent;
        state.ResendWanted += OnResend;
        state.EndpointDeleted += _queues.End;
        listeners.Gone += _queues.End;
    }

    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Lets what is waiting or held go; what is on the wire at this moment still arrives.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _epoch);
        SendInOrder(_held.Take(ids: null));
    }

    /// <summary>Sends what is held, one after the other: these, or all of them.</summary>
    /// <returns>How many there were.</returns>
    public int Release(IReadOnlyList<string>? ids, bool isReversed)
    {
        var released = _held.Take(ids);
        SendInOrder(isReversed ? [.. released.Reverse()] : released);
        return released.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(SendDueAsync(stoppingToken), _queues.StaffAsync(WorkAsync, stoppingToken));

    private void OnEvent(Event recorded, IReadOnlyList<WebhookEndpoint> endpoints)
    {
        var targets = Targets(endpoints, toListeners: true);
        foreach (var (target, rule) in targets.Zip(_rules.Decide(recorded.Type, targets)))
        {
            Plan(recorded, target.Id, rule);
        }
    }

    private void OnResend(Event recorded, IReadOnlyList<WebhookEndpoint> endpoints, bool toListeners)
    {
        foreach (var target in Targets(endpoints, toListeners))
        {
            Plan(recorded, target.Id, rule: null);
        }
    }

    private List<DeliveryTarget> Targets(IReadOnlyList<WebhookEndpoint> endpoints, bool toListeners)
    {
        var places = _rules.IsEmpty ? [] : _state.Endpoints.Select(endpoint => endpoint.Id).ToList();
        var targets = endpoints.Select(endpoint => new DeliveryTarget(endpoint.Id, places.IndexOf(endpoint.Id))).ToList();
        if (toListeners)
        {
            targets.AddRange(_listeners.Listening(CliSession.WebhooksFeature)
                .Select((listener, place) => new DeliveryTarget(listener.TargetId, StateLimits.WebhookEndpointsMax + place)));
        }

        return targets;
    }

    private void Plan(Event recorded, string targetId, DeliveryRule? rule)
    {
        var delivery = new Delivery(recorded, targetId, Attempt: 1, Volatile.Read(ref _epoch));
        switch (rule?.Action)
        {
            case DeliveryAction.Drop:
                _log.Add(Dropped(delivery, rule));
                break;
            case DeliveryAction.Duplicate:
                for (var number = 0; number <= rule.Copies && Enter(delivery); number++)
                {
                    Send(delivery);
                }

                break;
            case DeliveryAction.Delay when Enter(delivery):
                SendLater(delivery, TimeSpan.FromMilliseconds(rule.DelayMs));
                break;
            case DeliveryAction.Reorder when Enter(delivery):
                SendInOrder(_reordered.Add(delivery, rule));
                break;
            case DeliveryAction.Hold when Enter(delivery):
                if (!_held.TryHold(delivery, rule))
                {
                    Send(delivery);
                }

                break;
            case null when Enter(delivery):
                Send(delivery);
                break;
        }
    }

    private bool Enter(Delivery delivery)
    {
        if (Interlocked.Increment(ref _pending) <= PendingMax)
        {
            return true;
        }

        Interlocked.Decrement(ref _pending);
        _logger.DeliveryQueueFull(delivery.Event.Id, delivery.TargetId, PendingMax);
        return false;
    }

    private DeliveryAttempt Dropped(Delivery delivery, DeliveryRule rule) => new()
    {
        EventId = delivery.Event.Id,
        EventType = delivery.Event.Type,
        EndpointId = delivery.TargetId,
        Attempt = delivery.Attempt,
        StartedAt = _time.GetUtcNow(),
        Problem = $"dropped by {rule.Id}",
    };

    /// <summary>Each goes out when the attempt before it is over.</summary>
    private void SendInOrder(IReadOnlyList<Delivery> deliveries)
    {
        if (deliveries.Count > 0)
        {
            Send(deliveries[0] with { Followers = [.. deliveries.Skip(1)] });
        }
    }

    /// <summary>Hands it to its receiver's workers. Where the receiver is gone by now, they let it go and end.</summary>
    private void Send(Delivery delivery)
    {
        _queues.Add(delivery, CliListener.IsTarget(delivery.TargetId) ? 1 : _settings.ConcurrencyPerEndpoint);
        if (_listeners.FindTarget(delivery.TargetId) is null && _state.FindEndpoint(delivery.TargetId) is null)
        {
            _queues.End(delivery.TargetId);
        }
    }

    private void SendLater(Delivery delivery, TimeSpan after)
    {
        lock (_laterGate)
        {
            _later.Enqueue(delivery, _time.GetUtcNow() + after);
        }
    }

    private async Task WorkAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        await AttemptAsync(delivery with { Followers = [] }, stoppingToken);
        if (delivery.Next is { } next)
        {
            Send(next);
        }
    }

    private async Task AttemptAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        // An endpoint may have moved, or have been disabled or deleted, since the event happened.
        if (delivery.Epoch != Volatile.Read(ref _epoch))
        {
            End();
        }
        else if (_listeners.FindTarget(delivery.TargetId) is { } listener)
        {
            Give(delivery, listener);
        }
        else if (_state.FindEndpoint(delivery.TargetId) is { IsDisabled: false } endpoint)
        {
            Settle(delivery, await _sender.SendAsync(delivery, endpoint, stoppingToken));
        }
        else
        {
            End();
        }
    }

    /// <summary>A Stripe CLI gets each event once, as at Stripe: what its receiver refuses is for whoever sits before it to see.</summary>
    private void Give(Delivery delivery, CliListener listener)
    {
        if (!listener.TrySend(delivery.Event))
        {
            _logger.ListenerTooSlow(delivery.Event.Id, delivery.TargetId);
        }

        End();
    }

    private void Settle(Delivery delivery, DeliveryAttempt attempt)
    {
        _log.Add(attempt);
        var mayRetry = !attempt.Succeeded && delivery.Attempt <= _settings.RetryDelays.Length;
        TimeSpan? retryIn = mayRetry ? _settings.RetryDelays[delivery.Attempt - 1] : null;
        if (attempt.Succeeded)
        {
            _state.MarkDelivered(attempt.EventId, attempt.EndpointId);
            _logger.Delivered(attempt.EventId, attempt.EventType, attempt.EndpointId, attempt.Attempt);
        }
        else
        {
            _logger.DeliveryFailed(
                attempt.EventId,
                attempt.EventType,
                attempt.EndpointId,
                attempt.Attempt,
                attempt.Status,
                attempt.Problem,
                retryIn?.TotalSeconds);
        }

        if (retryIn is { } wait)
        {
            SendLater(delivery with { Attempt = delivery.Attempt + 1 }, wait);
        }
        else
        {
            End();
        }
    }

    private void End() => Interlocked.Decrement(ref _pending);

    private async Task SendDueAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Tick, _time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var delivery in TakeDue())
            {
                Send(delivery);
            }

            foreach (var gathered in _reordered.TakeDue())
            {
                SendInOrder(gathered);
            }
        }
    }

    private List<Delivery> TakeDue()
    {
        var due = new List<Delivery>();
        lock (_laterGate)
        {
            var now = _time.GetUtcNow();
            while (_later.TryPeek(out var delivery, out var at) && at <= now)
            {
                _later.Dequeue();
                due.Add(delivery);
            }
        }

        return due;
    }
}
