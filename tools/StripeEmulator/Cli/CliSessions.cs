using System.Security.Cryptography;
using System.Text;
using StripeEmulator.Api.Requests;
using StripeEmulator.RequestLogs;
using StripeEmulator.State;
using StripeEmulator.Webhooks;

namespace StripeEmulator.Cli;

/// <summary>
/// The Stripe CLIs that listen or may come to. A session that nobody connects to, or comes back to after its connection
/// broke, is forgotten; the CLI then asks for a new one by itself.
/// </summary>
internal sealed class CliSessions
{
    public const int SessionsMax = 32;

    private readonly DeliveryLog _deliveries;
    private readonly EmulatorClock _clock;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CliListener> _listeners = new(StringComparer.Ordinal);
    private long _lastNumber;
    private volatile bool _isEmpty = true;

    public CliSessions(DeliveryLog deliveries, RequestLog requests, EmulatorClock clock, TimeProvider time)
    {
        (_deliveries, _clock, _time) = (deliveries, clock, time);
        requests.Added += Tell;
    }

    /// <summary>Called with the target's id when a listener is gone; must not block.</summary>
    public event Action<string>? Gone;

    /// <summary>The same for the same key and device, as at Stripe, so that it can be written into a setting.</summary>
    public static string SecretOf(string key, string deviceName) =>
        "whsec_" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(deviceName)));

    /// <exception cref="StripeError">As many as may be are connected.</exception>
    public CliSession Open(CliSession session)
    {
        lock (_gate)
        {
            RemoveExpired();
            if (_listeners.Count >= SessionsMax)
            {
                var idle = _listeners.Values.Where(listener => !listener.WasConnected).MinBy(listener => listener.Number)
                    ?? throw StripeError.TooManyCliSessions(SessionsMax);
                Remove(idle);
            }

            _listeners.Add(session.Id, new CliListener(session, ++_lastNumber, _deliveries, _clock, _time));
            _isEmpty = false;
            return session;
        }
    }

    public CliListener? Find(string webSocketId)
    {
        lock (_gate)
        {
            RemoveExpired();
            return _listeners.GetValueOrDefault(webSocketId);
        }
    }

    /// <summary>Those that were connected and are, or may come back, oldest first.</summary>
    public IReadOnlyList<CliListener> Listening(string feature)
    {
        if (_isEmpty)
        {
            return [];
        }

        lock (_gate)
        {
            RemoveExpired();
            return
            [
                .. _listeners.Values
                    .Where(listener => listener.WasConnected && listener.Session.Feature == feature)
                    .OrderBy(listener => listener.Number),
            ];
        }
    }

    public CliListener? FindTarget(string targetId) =>
        CliListener.IsTarget(targetId)
            ? Listening(CliSession.WebhooksFeature).FirstOrDefault(listener => listener.TargetId == targetId)
            : null;

    private void Tell(LoggedRequest request)
    {
        foreach (var listener in Listening(CliSession.RequestLogsFeature))
        {
            listener.Tell(request);
        }
    }

    private void RemoveExpired()
    {
        foreach (var expired in _listeners.Values.Where(listener => listener.IsExpired).ToList())
        {
            Remove(expired);
        }
    }

    private void Remove(CliListener listener)
    {
        _listeners.Remove(listener.Session.Id);
        _isEmpty = _listeners.Count == 0;
        Gone?.Invoke(listener.TargetId);
    }
}
