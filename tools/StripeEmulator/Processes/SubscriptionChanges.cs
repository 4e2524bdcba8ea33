using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Stores subscriptions: every change plans the next turn, and says what was before.</summary>
internal sealed class SubscriptionChanges(StripeState state)
{
    /// <summary>A subscription's period, or it itself, ends at this moment.</summary>
    public event Action<Subscription>? TurnDue;

    public Subscription Put(Subscription subscription)
    {
        var plannedBefore = state.Subscriptions.Find(subscription.Id)?.NextTurn;
        state.Subscriptions.Put(subscription);
        if (subscription.NextTurn is var turn && turn != plannedBefore && !subscription.HasEnded)
        {
            state.Schedule.At(turn, () => Turn(subscription.Id, turn));
        }

        return subscription;
    }

    /// <summary>Stores a changed subscription and tells of it, unless a reader would see no change.</summary>
    public Subscription Change(Subscription before, Subscription after, EventCause cause)
    {
        Put(after);
        if (!ResourceJson.AreSame(before, after, ApiVersion.Endive))
        {
            state.Record(EventTypes.SubscriptionUpdated, after, cause, before);
        }

        return after;
    }

    /// <summary>Ends it now. What is owed stays owed, but Stripe no longer collects it by itself; nothing is refunded.</summary>
    public Subscription End(Subscription subscription, Cancellation cancellation, EventCause cause)
    {
        var ended = Put(subscription with
        {
            Status = SubscriptionStatus.Canceled,
            EndedAt = state.Now,
            Cancellation = cancellation with { RequestedAt = cancellation.RequestedAt ?? state.Now },
        });
        foreach (var invoice in state.Invoices.OlderThan(null, ended.CustomerId)
            .Where(invoice => invoice.SubscriptionId == ended.Id && invoice.Status is InvoiceStatus.Draft or InvoiceStatus.Open)
            .ToList())
        {
            state.Invoices.Put(invoice with { AdvancesByItself = false, FinalizesAt = null, NextAttemptAt = null });
        }

        state.Record(EventTypes.SubscriptionDeleted, ended, cause);
        return ended;
    }

    private void Turn(string subscriptionId, long plannedAt)
    {
        if (state.Subscriptions.Find(subscriptionId) is { HasEnded: false } subscription && subscription.NextTurn == plannedAt)
        {
            TurnDue?.Invoke(subscription);
        }
    }
}
