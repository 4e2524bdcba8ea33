namespace StripeEmulator.State;

/// <summary>
/// What is to happen by itself, by business time: renewals, retries, expiries. An entry is a reminder, not a promise: the
/// work looks at what has become of its resource and does nothing when the time it was planned for no longer holds.
/// Reminders are data, so that they can be kept in a file. Not safe by itself: callers hold <see cref="StripeState.Gate"/>.
/// </summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Reminder, (long At, long Sequence)> _waiting = new();
    private readonly Dictionary<ReminderKind, Action<Reminder>> _handlers = [];
    private long _lastSequence;

    /// <summary>Names who does the work of a kind; each kind has one.</summary>
    public void On(ReminderKind kind, Action<Reminder> handler) => _handlers.Add(kind, handler);

    public void Remind(ReminderKind kind, string id, long at)
    {
        // Only a runaway caller gets here; the reminders that wait already are worth more than the newest.
        if (_waiting.Count < StateLimits.ScheduledMax)
        {
            _waiting.Enqueue(new Reminder(kind, id, at), (at, ++_lastSequence));
        }
    }

    /// <summary>The oldest reminder that is due; null when none is.</summary>
    public Reminder? TakeDue(long now)
    {
        if (!_waiting.TryPeek(out var reminder, out _) || reminder.At > now)
        {
            return null;
        }

        return _waiting.Dequeue();
    }

    public void Handle(Reminder reminder) => _handlers[reminder.Kind](reminder);

    /// <summary>Everything that waits, in the order it will happen.</summary>
    public IReadOnlyList<Reminder> Waiting() =>
        [.. _waiting.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];

    public void Clear() => _waiting.Clear();
}

/// <summary>One thing that is to happen.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">To which resource.</param>
/// <param name="At">When, in Unix seconds of business time.</param>
internal sealed record Reminder(ReminderKind Kind, string Id, long At);

internal enum ReminderKind
{
    AuthorizationExpires,
    ChargeIsBooked,
    CheckoutExpires,
    DelayedPaymentSettles,
    DisputeIsDecided,
    InvoiceIsCollectedAgain,
    InvoiceIsFinalized,
    InvoicePaymentIsTold,
    RefundSettles,
    SubscriptionNeverPaid,
    SubscriptionTurns,
    TrialEndIsNear,
}
