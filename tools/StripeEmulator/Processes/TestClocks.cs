using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Makes test clocks, moves them and takes them away, with everything that lives by them.</summary>
internal sealed class TestClocks
{
    private const int YearsWithoutSubscriptions = 2;
    private const int IntervalsAtOnce = 2;

    private readonly StripeState _state;
    private readonly Subscriptions _subscriptions;

    public TestClocks(StripeState state, Subscriptions subscriptions)
    {
        (_state, _subscriptions) = (state, subscriptions);
        state.Schedule.On(ReminderKind.TestClockExpires, Expire);
    }

    public TestClock Create(long frozenTime, string? name, EventCause cause)
    {
        var clock = _state.TestClocks.Put(new TestClock
        {
            Id = StripeIds.Stamped("clock", _state.Now),
            Created = _state.Now,
            FrozenTime = frozenTime,
            Name = name,
            DeletesAfter = _state.Now + StateLimits.TestClockLifetimeSeconds,
        });
        _state.Schedule.Remind(ReminderKind.TestClockExpires, clock.Id, clock.DeletesAfter);
        _state.Record(EventTypes.TestClockCreated, clock, cause);
        return clock;
    }

    /// <summary>Up to when the clock may be moved at once.</summary>
    public long Limit(TestClock clock)
    {
        var shortest = CustomersOf(clock)
            .SelectMany(customer => _state.Subscriptions.OlderThan(null, customer.Id))
            .Where(subscription => !subscription.HasEnded)
            .Select(subscription => subscription.Recurrence.After(clock.FrozenTime, IntervalsAtOnce))
            .DefaultIfEmpty(DateTimeOffset.FromUnixTimeSeconds(clock.FrozenTime).AddYears(YearsWithoutSubscriptions).ToUnixTimeSeconds());
        return shortest.Min();
    }

    /// <summary>Begins to move it; what falls due on the way happens after the request, each thing at its own moment.</summary>
    public TestClock Advance(TestClock clock, long target, EventCause cause)
    {
        var advancing = _state.TestClocks.Put(clock with { Target = target });
        _state.Record(EventTypes.TestClockAdvancing, advancing, cause);
        return advancing;
    }

    /// <summary>To be called when nothing is due any more: clocks that were on their way have arrived.</summary>
    public void Arrive()
    {
        if (_state.TestClocks.Count == 0)
        {
            return;
        }

        foreach (var clock in _state.TestClocks.OlderThan(null).Where(clock => clock.Target is not null).ToList())
        {
            var ready = _state.TestClocks.Put(clock with { FrozenTime = clock.Target!.Value, Target = null });
            _state.Record(EventTypes.TestClockReady, ready, EventCause.Stripe);
        }
    }

    /// <summary>Its customers go with it, and their subscriptions end.</summary>
    public void Delete(TestClock clock, EventCause cause)
    {
        using (_state.Time.On(clock.Id))
        {
            foreach (var customer in CustomersOf(clock).ToList())
            {
                _subscriptions.DeleteCustomer(customer, cause);
            }
        }

        _state.Schedule.Forget(clock.Id);
        _state.TestClocks.Remove(clock.Id);
        _state.Record(EventTypes.TestClockDeleted, clock, cause);
    }

    public IEnumerable<Customer> CustomersOf(TestClock clock) => _state.Customers.OlderThan(null)
        .Where(customer => customer.TestClockId == clock.Id && !customer.IsDeleted);

    private void Expire(Reminder due)
    {
        if (_state.TestClocks.Find(due.Id) is { } clock && clock.DeletesAfter == due.At)
        {
            Delete(clock, EventCause.Stripe);
        }
    }
}
