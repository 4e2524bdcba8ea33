namespace StripeEmulator.Webhooks;

/// <summary>The last attempts, newest first, for whoever wants to see what was delivered and what was answered.</summary>
internal sealed class DeliveryLog
{
    public const int AttemptsMax = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<DeliveryAttempt> _attempts = new();

    public void Add(DeliveryAttempt attempt)
    {
        lock (_gate)
        {
            if (_attempts.Count == AttemptsMax)
            {
                _attempts.Dequeue();
            }

            _attempts.Enqueue(attempt);
        }
    }

    public IReadOnlyList<DeliveryAttempt> Latest(string? eventId, int limit)
    {
        lock (_gate)
        {
            return [.. _attempts.Reverse().Where(attempt => eventId is null || attempt.EventId == eventId).Take(limit)];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _attempts.Clear();
        }
    }
}
