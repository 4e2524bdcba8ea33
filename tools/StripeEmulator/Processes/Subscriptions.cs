using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Begins, changes and ends subscriptions, each with the invoices and events that go with it.</summary>
internal sealed class Subscriptions
{
    /// <summary>As at Stripe, the first payment may take this long; then the subscription has never been.</summary>
    private const long IncompleteSeconds = 23 * 3_600;

    private readonly StripeState _state;
    private readonly SubscriptionChanges _changes;
    private readonly Invoicing _invoicing;
    private readonly PendingItems _pending;
    private readonly SubscriptionUpdates _updates;
    private readonly Payments _payments;
    private readonly Collection _collection;

    public Subscriptions(
        StripeState state,
        SubscriptionChanges changes,
        Invoicing invoicing,
        PendingItems pending,
        SubscriptionUpdates updates,
        Payments payments,
        Collection collection)
    {
        (_state, _changes, _invoicing, _pending) = (state, changes, invoicing, pending);
        (_updates, _payments, _collection) = (updates, payments, collection);
        state.Schedule.On(ReminderKind.SubscriptionNeverPaid, due => Expire(due.Id));
        state.Schedule.On(ReminderKind.TrialEndIsNear, due => AnnounceTrialEnd(due.Id));
    }

    /// <summary>
    /// Begins a subscription with its first invoice. <paramref name="announce"/> records what the caller has to say between
    /// the charge and the subscription.
    /// </summary>
    public Subscription Start(NewSubscription wanted, EventCause cause, Action<Subscription, Invoice>? announce = null)
    {
        var begun = Begin(wanted);
        foreach (var item in wanted.AddedItems)
        {
            _pending.Add(item with { SubscriptionId = begun.Id }, cause);
        }

        var now = new BillingPeriod(_state.Now, _state.Now);
        var draft = _invoicing.Draft(begun, BillingReasons.Create, now, FirstLines(begun, wanted));
        if (begun.SendsInvoices && draft.TotalCents > 0)
        {
            return StartSending(begun, draft, cause);
        }

        var (open, intent) = _invoicing.Finalize(draft, wanted.BegunPayment);
        var attempt = intent is not null && wanted.FirstMethod is { } method
            ? _payments.Charge(intent, method, wanted.Confirmation)
            : null;
        var isPaid = intent is null || attempt is { Succeeded: true };
        var invoice = isPaid ? _invoicing.MarkPaid(open, attempt?.Charge, isAutomatic: true)
            : attempt is null ? open
            : _state.Invoices.Put(open with { AttemptCount = 1, AutomaticAttempts = 1 });
        var subscription = _changes.Put(begun with
        {
            Status = begun.Status == SubscriptionStatus.Trialing ? begun.Status
                : isPaid ? SubscriptionStatus.Active
                : SubscriptionStatus.Incomplete,
            LatestInvoiceId = invoice.Id,
            DefaultPaymentMethodId = begun.SavesDefaultMethod && attempt is { Succeeded: true, Charge: { } paid }
                ? paid.PaymentMethod.Id
                : begun.DefaultPaymentMethodId,
        });

        if (attempt is not null)
        {
            _payments.RecordCharge(attempt, cause);
        }

        announce?.Invoke(subscription, invoice);
        RecordStart(subscription, cause);
        if (intent is not null)
        {
            RecordFirstPayment(intent, attempt, isNew: wanted.BegunPayment is null, cause);
        }

        _state.Record(EventTypes.InvoiceCreated, draft, cause);
        _state.Record(EventTypes.InvoiceFinalized, open, cause);
        if (isPaid)
        {
            _collection.RecordPaid(invoice, cause);
        }
        else if (attempt is not null)
        {
            _collection.RecordUnpaid(attempt, invoice, cause);
        }

        return subscription;
    }

    /// <summary>Changes it, billed by the behavior that is named.</summary>
    public Subscription Change(Subscription before, Subscription after, string prorationBehavior, EventCause cause) =>
        _updates.Apply(_updates.Plan(before, after, new ChangeTerms(prorationBehavior)), cause);

    public Subscription Cancel(Subscription subscription, Cancellation cancellation, EventCause cause) =>
        _changes.End(subscription, cancellation with { Reason = "cancellation_requested" }, cause);

    /// <summary>Ends it now and gives back what is unused; with a last invoice, or left to the customer's next.</summary>
    public Subscription CancelBilled(
        Subscription subscription, Cancellation cancellation, bool prorates, bool invoicesNow, EventCause cause)
    {
        var corrections = prorates ? _updates.UnusedTime(subscription, cause) : [];
        var waits = corrections.Length > 0 || _pending.Waiting(subscription.CustomerId, subscription.Currency, subscription.Id).Count > 0;
        if (!invoicesNow || !waits)
        {
            return Cancel(subscription, cancellation, cause);
        }

        var draft = _invoicing.Draft(subscription, BillingReasons.Update, new BillingPeriod(_state.Now, _state.Now), []);
        Cancel(subscription with { LatestInvoiceId = draft.Id }, cancellation, cause);
        _state.Record(EventTypes.InvoiceCreated, draft, cause);
        _collection.FinalizeAndCollect(draft, cause);
        return _state.Subscriptions.Find(subscription.Id)!;
    }

    /// <summary>Subscriptions end with their customer; what else belonged to the customer stays.</summary>
    public Customer DeleteCustomer(Customer customer, EventCause cause)
    {
        foreach (var subscription in _state.Subscriptions.OlderThan(null, customer.Id).Where(owned => !owned.HasEnded).ToList())
        {
            Cancel(subscription, subscription.Cancellation, cause);
        }

        _state.Record(EventTypes.CustomerDeleted, customer, cause);
        return _state.Customers.Put(customer with { IsDeleted = true });
    }

    private Subscription Begin(NewSubscription wanted)
    {
        var now = _state.Now;
        var periodEnd = wanted.TrialEnd ?? wanted.Anchor ?? wanted.Items[0].Price.Recurrence!.NextEnd(now, now);
        var begun = new Subscription
        {
            Id = StripeIds.Stamped("sub", now),
            Created = now,
            CustomerId = wanted.CustomerId,
            Currency = wanted.Items[0].Price.Currency,
            Status = wanted.TrialEnd is null ? SubscriptionStatus.Incomplete : SubscriptionStatus.Trialing,
            Items = wanted.Items,
            Period = new BillingPeriod(now, periodEnd),
            BillingCycleAnchor = wanted.TrialEnd ?? wanted.Anchor ?? now,
            DaysUntilDue = wanted.DaysUntilDue,
            SavesDefaultMethod = wanted.SavesDefaultMethod,
            IsClassic = wanted.IsClassic,
            TestClockId = _state.TestClockOf(wanted.CustomerId),
            DefaultPaymentMethodId = wanted.DefaultPaymentMethodId,
            Description = wanted.Description,
            Trial = wanted.TrialEnd is { } trialEnd ? new Trial(now, trialEnd, wanted.MissingPaymentMethod) : null,
            Metadata = wanted.Metadata,
        };
        return begun with { Cancellation = wanted.Cancellation(begun) };
    }

    /// <summary>What a new subscription would be, with the lines of its first invoice. Nothing is stored.</summary>
    public (Subscription Subscription, ImmutableArray<InvoiceLine> Lines) Imagine(NewSubscription wanted)
    {
        var begun = Begin(wanted);
        return (begun, FirstLines(begun, wanted));
    }

    private ImmutableArray<InvoiceLine> FirstLines(Subscription begun, NewSubscription wanted) =>
        wanted.Anchor is null ? _invoicing.LinesFor(begun) : _invoicing.LinesUntilAnchor(begun, wanted.ProratesUntilAnchor);

    /// <summary>One whose invoices are sent is active at once; its first invoice is a draft for the usual hour.</summary>
    private Subscription StartSending(Subscription begun, Invoice draft, EventCause cause)
    {
        var planned = _state.Invoices.Put(_collection.Plan(draft));
        var subscription = _changes.Put(begun with { Status = SubscriptionStatus.Active, LatestInvoiceId = planned.Id });
        RecordStart(subscription, cause);
        _state.Record(EventTypes.InvoiceCreated, planned, cause);
        return subscription;
    }

    private void RecordStart(Subscription subscription, EventCause cause)
    {
        CustomerCurrency.Settle(_state, subscription.CustomerId, subscription.Currency, cause);
        _state.Record(EventTypes.SubscriptionCreated, subscription, cause);
        if (subscription.Status == SubscriptionStatus.Incomplete)
        {
            _state.Schedule.Remind(ReminderKind.SubscriptionNeverPaid, subscription.Id, _state.Now + IncompleteSeconds);
        }

        if (subscription.Trial is { } trial)
        {
            _state.Schedule.Remind(ReminderKind.TrialEndIsNear, subscription.Id, Math.Max(_state.Now, trial.NoticeAt));
        }
    }

    private void RecordFirstPayment(PaymentIntent begun, PaymentAttempt? attempt, bool isNew, EventCause cause)
    {
        if (attempt is not null)
        {
            _payments.RecordIntent(attempt, cause);
        }

        if (isNew)
        {
            _state.Record(EventTypes.PaymentIntentCreated, begun, cause);
        }
    }

    private void Expire(string subscriptionId)
    {
        if (_state.Subscriptions.Find(subscriptionId) is not { Status: SubscriptionStatus.Incomplete } subscription)
        {
            return;
        }

        if (subscription.LatestInvoiceId is { } invoiceId && _state.Invoices.Find(invoiceId) is { IsOpen: true } invoice)
        {
            _collection.Void(invoice, EventCause.Stripe);
        }

        _changes.Change(
            subscription,
            subscription with { Status = SubscriptionStatus.IncompleteExpired, EndedAt = _state.Now },
            EventCause.Stripe);
    }

    private void AnnounceTrialEnd(string subscriptionId)
    {
        // A trial that was prolonged meanwhile has another reminder.
        if (_state.Subscriptions.Find(subscriptionId) is { Status: SubscriptionStatus.Trialing, Trial: { IsEndTold: false } trial } subscription
            && trial.NoticeAt <= _state.Now)
        {
            subscription = _changes.Put(subscription with { Trial = trial with { IsEndTold = true } });
            _state.Record(EventTypes.SubscriptionTrialWillEnd, subscription, EventCause.Stripe);
        }
    }
}
