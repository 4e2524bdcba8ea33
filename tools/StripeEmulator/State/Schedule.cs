namespace StripeEmulator.State;

/// <summary>
/// What is to happen by itself, by business time: renewals, retries, expiries. An entry is a reminder, not a promise: the
/// work looks at what has become of its resource and does nothing when the time it was planned for no longer holds.
/// Not safe by itself: callers hold <see cref="StripeState.Gate"/>.
/// </summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Action, (long At, long Sequence)> _waiting = new();
    private long _lastSequence;

    public void At(long unixSeconds, Action work)
    {
        // Only a runaway caller gets here; the reminders that wait already are worth more than the newest.
        if (_waiting.Count < StateLimits.ScheduledMax)
        {
            _waiting.Enqueue(work, (unixSeconds, ++_lastSequence));
        }
    }

    /// <summary>The oldest entry that is due, with the time it was due at; null when nothing is.</summary>
    public (long At, Action Work)? TakeDue(long now)
    {
        if (!_waiting.TryPeek(out var work, out var order) || order.At > now)
        {
            return null;
        }

        _waiting.Dequeue();
        return (order.At, work);
    }

    public void Clear() => _waiting.Clear();
}
