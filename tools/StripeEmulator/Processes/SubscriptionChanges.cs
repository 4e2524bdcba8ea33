using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Stores subscriptions: every change plans the next turn, and says what was before.</summary>
internal sealed class SubscriptionChanges
{
    private readonly StripeState _state;

    public SubscriptionChanges(StripeState state)
    {
        _state = state;
        state.Schedule.On(ReminderKind.SubscriptionTurns, Turn);
    }

    /// <summary>A subscription's period, or it itself, ends at this moment.</summary>
    public event Action<Subscription>? TurnDue;

    public Subscription Put(Subscription subscription)
    {
        var plannedBefore = _state.Subscriptions.Find(subscription.Id)?.NextTurn;
        _state.Subscriptions.Put(subscription);
        if (subscription.NextTurn is var turn && turn != plannedBefore && !subscription.HasEnded)
        {
            _state.Schedule.Remind(ReminderKind.SubscriptionTurns, subscription.Id, turn);
        }

        return subscription;
    }

    /// <summary>Stores a changed subscription and tells of it, unless a reader would see no change.</summary>
    public Subscription Change(Subscription before, Subscription after, EventCause cause)
    {
        Put(after);
        if (!ResourceJson.AreSame(before, after, ApiVersion.Endive))
        {
            _state.Record(EventTypes.SubscriptionUpdated, after, cause, before);
        }

        return after;
    }

    /// <summary>Ends it now. What is owed stays owed, but Stripe no longer collects it by itself; nothing is refunded.</summary>
    public Subscription End(Subscription subscription, Cancellation cancellation, EventCause cause)
    {
        var ended = Put(subscription with
        {
            Status = SubscriptionStatus.Canceled,
            EndedAt = _state.Now,
            Cancellation = cancellation with { RequestedAt = cancellation.RequestedAt ?? _state.Now },
        });
        foreach (var invoice in _state.Invoices.OlderThan(null, ended.CustomerId)
            .Where(invoice => invoice.SubscriptionId == ended.Id && invoice.Status is InvoiceStatus.Draft or InvoiceStatus.Open)
            .ToList())
        {
            _state.Invoices.Put(invoice with { AdvancesByItself = false, FinalizesAt = null, NextAttemptAt = null });
        }

        _state.Record(EventTypes.SubscriptionDeleted, ended, cause);
        return ended;
    }

    private void Turn(Reminder due)
    {
        if (_state.Subscriptions.Find(due.Id) is { HasEnded: false } subscription && subscription.NextTurn == due.At)
        {
            TurnDue?.Invoke(subscription);
        }
    }
}
