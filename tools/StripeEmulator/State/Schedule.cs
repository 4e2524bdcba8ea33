namespace StripeEmulator.State;

/// <summary>
/// What is to happen by itself, by business time: renewals, retries, expiries. An entry is a reminder, not a promise: the
/// work looks at what has become of its resource and does nothing when the time it was planned for no longer holds.
/// Reminders are data, so that they can be kept in a file. Each test clock has its own queue.
/// Not safe by itself: callers hold <see cref="StripeState.Gate"/>.
/// </summary>
internal sealed class Schedule(BusinessTime time)
{
    private const string AccountsQueue = "";

    private readonly Dictionary<string, PriorityQueue<Reminder, (long At, long Sequence)>> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<ReminderKind, Action<Reminder>> _handlers = [];
    private long _lastSequence;
    private int _count;

    /// <summary>Names who does the work of a kind; each kind has one.</summary>
    public void On(ReminderKind kind, Action<Reminder> handler) => _handlers.Add(kind, handler);

    /// <summary>Plans something by the clock that is worked by.</summary>
    public void Remind(ReminderKind kind, string id, long at) => Add(new Reminder(kind, id, at, time.TestClockId));

    /// <summary>Plans something by the clock that the reminder names, as when it comes back from a file.</summary>
    public void Add(Reminder reminder)
    {
        // Only a runaway caller gets here; the reminders that wait already are worth more than the newest.
        if (_count >= StateLimits.ScheduledMax)
        {
            return;
        }

        var name = reminder.TestClockId ?? AccountsQueue;
        var queue = _queues.TryGetValue(name, out var known) ? known : _queues[name] = new();
        queue.Enqueue(reminder, (reminder.At, ++_lastSequence));
        _count++;
    }

    /// <summary>The oldest reminder of a clock, or of the account's when it is null, that is due; null when none is.</summary>
    public Reminder? TakeDue(string? testClockId, long now)
    {
        if (!_queues.TryGetValue(testClockId ?? AccountsQueue, out var queue)
            || !queue.TryPeek(out var reminder, out _)
            || reminder.At > now)
        {
            return null;
        }

        _count--;
        return queue.Dequeue();
    }

    public void Handle(Reminder reminder) => _handlers[reminder.Kind](reminder);

    /// <summary>Everything that waits, in the order it will happen, clock by clock.</summary>
    public IReadOnlyList<Reminder> Waiting() =>
        [.. _queues.Values.SelectMany(queue => queue.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element))];

    /// <summary>Nothing more happens by a clock that is gone.</summary>
    public void Forget(string testClockId)
    {
        if (_queues.Remove(testClockId, out var queue))
        {
            _count -= queue.Count;
        }
    }

    public void Clear()
    {
        _queues.Clear();
        _count = 0;
    }
}

/// <summary>One thing that is to happen.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">To which resource.</param>
/// <param name="At">When, in Unix seconds of business time.</param>
/// <param name="TestClockId">By which test clock; null is the account's clock.</param>
internal sealed record Reminder(ReminderKind Kind, string Id, long At, string? TestClockId = null);

internal enum ReminderKind
{
    AuthorizationExpires,
    ChargeIsBooked,
    CheckoutExpires,
    CollectionIsResumed,
    DelayedPaymentSettles,
    DisputeIsDecided,
    InvoiceIsCollectedAgain,
    InvoiceIsFinalized,
    InvoiceIsNear,
    InvoiceIsOverdue,
    InvoicePaymentIsTold,
    RefundSettles,
    ResumptionExpires,
    SubscriptionNeverPaid,
    SubscriptionTurns,
    TestClockExpires,
    TrialEndIsNear,
}
