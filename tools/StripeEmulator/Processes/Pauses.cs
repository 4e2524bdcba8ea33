using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Lets subscriptions stand still, and go on, at once or when the invoice for it is paid.</summary>
internal sealed class Pauses
{
    /// <summary>As at Stripe, so long an unpaid invoice may keep a subscription from going on; then it stays paused.</summary>
    private const long ResumptionSeconds = 23 * 3_600;

    private readonly StripeState _state;
    private readonly SubscriptionChanges _changes;
    private readonly Invoicing _invoicing;
    private readonly PendingItems _pending;
    private readonly Prorations _prorations;
    private readonly SubscriptionUpdates _updates;
    private readonly Collection _collection;

    public Pauses(
        StripeState state,
        SubscriptionChanges changes,
        Invoicing invoicing,
        PendingItems pending,
        Prorations prorations,
        SubscriptionUpdates updates,
        Collection collection)
    {
        (_state, _changes, _invoicing, _pending) = (state, changes, invoicing, pending);
        (_prorations, _updates, _collection) = (prorations, updates, collection);
        state.Schedule.On(ReminderKind.ResumptionExpires, due => Expire(due.Id));
    }

    /// <summary>Pauses it because somebody wants it so; what is unused comes back with the next invoice, or with one now.</summary>
    public Subscription Pause(Subscription subscription, bool creditsUnused, bool invoicesNow, EventCause cause)
    {
        var corrections = creditsUnused ? _updates.UnusedTime(subscription, cause) : [];
        if (!invoicesNow || corrections.IsEmpty)
        {
            return _changes.Pause(subscription, State.Pause.Requested, cause);
        }

        var draft = _invoicing.Draft(subscription, BillingReasons.Update, Now, []);
        _changes.Pause(subscription, State.Pause.Requested, cause, draft.Id);
        _state.Record(EventTypes.InvoiceCreated, draft, cause);
        _collection.FinalizeAndCollect(draft, cause);
        return _state.Subscriptions.Find(subscription.Id)!;
    }

    /// <summary>
    /// Lets it go on: with a new period from now, or in the one that its anchor gives, whose rest is billed. Without an
    /// invoice it does so at once, and so does a trial that is not over.
    /// </summary>
    public Subscription Resume(Subscription paused, ResumeTerms terms, EventCause cause)
    {
        if (!terms.ResetsAnchor && paused.Trial?.End > _state.Now)
        {
            return _changes.Resume(paused, paused with { Status = SubscriptionStatus.Trialing }, cause);
        }

        var resumed = (terms.ResetsAnchor ? paused.Restarted(_state.Now) : InCurrentPeriod(paused)) with { Status = SubscriptionStatus.Active };
        if (!terms.ResetsAnchor && terms.ProrationBehavior != ProrationBehaviors.None)
        {
            foreach (var rest in _prorations.RemainingTime(resumed, terms.ProrationDate ?? _state.Now))
            {
                _pending.Add(rest, cause);
            }
        }

        return terms.ResetsAnchor || terms.ProrationBehavior == ProrationBehaviors.InvoiceNow
            ? AskForPayment(paused, resumed, terms, cause)
            : _changes.Resume(paused, resumed, cause);
    }

    private BillingPeriod Now => new(_state.Now, _state.Now);

    /// <summary>Only the payment of the invoice, or an attempt at it, lets the subscription go on.</summary>
    private Subscription AskForPayment(Subscription paused, Subscription resumed, ResumeTerms terms, EventCause cause)
    {
        ImmutableArray<InvoiceLine> lines = terms.ResetsAnchor ? _invoicing.LinesFor(resumed) : [];
        var draft = _invoicing.Draft(resumed, BillingReasons.Update, Now, lines) with { AdvancesByItself = terms.WaitsForSuccess };
        _changes.Change(
            paused,
            paused with
            {
                LatestInvoiceId = draft.Id,
                Resumption = new Resumption(draft.Id, resumed.BillingCycleAnchor, resumed.Period, terms.WaitsForSuccess),
            },
            cause);
        _state.Record(EventTypes.InvoiceCreated, draft, cause);
        var open = _collection.Finalize(draft, cause);
        if (open.IsOpen)
        {
            _state.Schedule.Remind(ReminderKind.ResumptionExpires, paused.Id, _state.Now + ResumptionSeconds);
            if (terms.WaitsForSuccess)
            {
                _collection.Collect(open, method: null, cause, isAutomatic: true);
            }
        }

        return _state.Subscriptions.Find(paused.Id)!;
    }

    private Subscription InCurrentPeriod(Subscription paused)
    {
        var current = paused;
        while (current.Period.End <= _state.Now)
        {
            current = current.Renewed();
        }

        return current;
    }

    private void Expire(string subscriptionId)
    {
        if (_state.Subscriptions.Find(subscriptionId) is { Status: SubscriptionStatus.Paused, Resumption: { } resumption }
            && _state.Invoices.Find(resumption.InvoiceId) is { IsOpen: true, AttemptCount: 0 } invoice)
        {
            _collection.Void(invoice, EventCause.Stripe);
        }
    }
}

/// <summary>How a paused subscription is to go on.</summary>
/// <param name="ResetsAnchor">Whether a new period begins now.</param>
/// <param name="ProrationBehavior">How the rest of a running period is billed.</param>
/// <param name="ProrationDate">From when it is billed; null is now.</param>
/// <param name="WaitsForSuccess">Whether the invoice is collected now, and only its payment lets the subscription go on.</param>
internal sealed record ResumeTerms(bool ResetsAnchor, string ProrationBehavior, long? ProrationDate, bool WaitsForSuccess);
