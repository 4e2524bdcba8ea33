using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Begins, changes and ends subscriptions, each with the invoices and events that go with it.</summary>
internal sealed class Subscriptions
{
    /// <summary>As at Stripe, the first payment may take this long; then the subscription has never been.</summary>
    private const long IncompleteSeconds = 23 * 3_600;
    private const long TrialNoticeSeconds = 3 * 86_400;

    private readonly StripeState _state;
    private readonly SubscriptionChanges _changes;
    private readonly Invoicing _invoicing;
    private readonly SubscriptionUpdates _updates;
    private readonly Payments _payments;
    private readonly Collection _collection;

    public Subscriptions(
        StripeState state,
        SubscriptionChanges changes,
        Invoicing invoicing,
        SubscriptionUpdates updates,
        Payments payments,
        Collection collection)
    {
        (_state, _changes, _invoicing) = (state, changes, invoicing);
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
        var now = new BillingPeriod(_state.Now, _state.Now);
        var draft = _invoicing.Draft(begun, BillingReasons.Create, now, _invoicing.LinesFor(begun));
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
        var periodEnd = wanted.TrialEnd ?? wanted.Items[0].Price.Recurrence!.NextEnd(now, now);
        var begun = new Subscription
        {
            Id = StripeIds.Stamped("sub", now),
            Created = now,
            CustomerId = wanted.CustomerId,
            Currency = wanted.Items[0].Price.Currency,
            Status = wanted.TrialEnd is null ? SubscriptionStatus.Incomplete : SubscriptionStatus.Trialing,
            Items = wanted.Items,
            Period = new BillingPeriod(now, periodEnd),
            BillingCycleAnchor = wanted.TrialEnd ?? now,
            IsClassic = wanted.IsClassic,
            TestClockId = _state.TestClockOf(wanted.CustomerId),
            DefaultPaymentMethodId = wanted.DefaultPaymentMethodId,
            Description = wanted.Description,
            Trial = wanted.TrialEnd is { } trialEnd ? new Trial(now, trialEnd, wanted.MissingPaymentMethod) : null,
            Metadata = wanted.Metadata,
        };
        return begun with { Cancellation = wanted.Cancellation(begun) };
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
            _state.Schedule.Remind(
                ReminderKind.TrialEndIsNear, subscription.Id, Math.Max(_state.Now, trial.End - TrialNoticeSeconds));
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
        if (_state.Subscriptions.Find(subscriptionId) is { Status: SubscriptionStatus.Trialing } subscription)
        {
            _state.Record(EventTypes.SubscriptionTrialWillEnd, subscription, EventCause.Stripe);
        }
    }
}
