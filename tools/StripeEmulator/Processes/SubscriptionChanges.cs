using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Stores subscriptions: every change plans the next turn, and says what was before.</summary>
internal sealed class SubscriptionChanges
{
    private readonly StripeState _state;
    private readonly PaymentSettings _settings;

    public SubscriptionChanges(StripeState state, EmulatorSettings settings)
    {
        (_state, _settings) = (state, settings.Payments);
        state.Schedule.On(ReminderKind.SubscriptionTurns, Turn);
        state.Schedule.On(ReminderKind.CollectionIsResumed, ResumeCollection);
    }

    /// <summary>A subscription's period, or it itself, ends at this moment.</summary>
    public event Action<Subscription>? TurnDue;

    public Subscription Put(Subscription subscription)
    {
        var known = _state.Subscriptions.Find(subscription.Id);
        _state.Subscriptions.Put(subscription);
        if (!subscription.HasEnded)
        {
            Plan(subscription, known);
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

    /// <summary>Lets it stand still: no invoice, no next period.</summary>
    public Subscription Pause(Subscription subscription, string reason, EventCause cause, string? latestInvoiceId = null)
    {
        var paused = Put(subscription with
        {
            Status = SubscriptionStatus.Paused,
            Pause = new Pause(reason, _state.Now),
            Resumption = null,
            LatestInvoiceId = latestInvoiceId ?? subscription.LatestInvoiceId,
        });
        _state.Record(EventTypes.SubscriptionPaused, paused, cause);
        _state.Record(EventTypes.SubscriptionUpdated, paused, cause, subscription);
        return paused;
    }

    /// <summary>Lets it go on as <paramref name="resumed"/> says.</summary>
    public Subscription Resume(Subscription paused, Subscription resumed, EventCause cause)
    {
        Put(resumed with { Pause = null, Resumption = null });
        var active = _state.Subscriptions.Find(resumed.Id)!;
        _state.Record(EventTypes.SubscriptionResumed, active, cause);
        _state.Record(EventTypes.SubscriptionUpdated, active, cause, paused);
        return active;
    }

    private void Plan(Subscription subscription, Subscription? known)
    {
        if (subscription.NextTurn is var turn and not Subscription.Never && turn != known?.NextTurn)
        {
            _state.Schedule.Remind(ReminderKind.SubscriptionTurns, subscription.Id, turn);
        }

        var notice = subscription.Period.End - _settings.UpcomingSeconds;
        if (_settings.UpcomingSeconds > 0 && subscription.Period.End != known?.Period.End && notice > _state.Now)
        {
            _state.Schedule.Remind(ReminderKind.InvoiceIsNear, subscription.Id, notice);
        }

        if (subscription.PausedCollection is { ResumesAt: { } resumesAt } && resumesAt != known?.PausedCollection?.ResumesAt)
        {
            _state.Schedule.Remind(ReminderKind.CollectionIsResumed, subscription.Id, resumesAt);
        }
    }

    private void ResumeCollection(Reminder due)
    {
        if (_state.Subscriptions.Find(due.Id) is { HasEnded: false } subscription && subscription.PausedCollection?.ResumesAt == due.At)
        {
            Change(subscription, subscription with { PausedCollection = null }, EventCause.Stripe);
        }
    }

    private void Turn(Reminder due)
    {
        if (_state.Subscriptions.Find(due.Id) is { HasEnded: false } subscription && subscription.NextTurn == due.At)
        {
            TurnDue?.Invoke(subscription);
        }
    }
}
