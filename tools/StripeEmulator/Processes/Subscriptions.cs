using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Begins, changes and ends subscriptions, each with the invoices and events that go with it.</summary>
internal sealed class Subscriptions(
    StripeState state,
    SubscriptionChanges changes,
    Invoicing invoicing,
    Prorations prorations,
    Payments payments,
    Collection collection)
{
    /// <summary>As at Stripe, the first payment may take this long; then the subscription has never been.</summary>
    private const long IncompleteSeconds = 23 * 3_600;
    private const long TrialNoticeSeconds = 3 * 86_400;

    /// <summary>
    /// Begins a subscription with its first invoice. <paramref name="announce"/> records what the caller has to say between
    /// the charge and the subscription.
    /// </summary>
    public Subscription Start(NewSubscription wanted, EventCause cause, Action<Subscription, Invoice>? announce = null)
    {
        var begun = Begin(wanted);
        var now = new BillingPeriod(state.Now, state.Now);
        var draft = invoicing.Draft(begun, BillingReasons.Create, now, invoicing.LinesFor(begun));
        var (open, intent) = invoicing.Finalize(draft);
        var attempt = intent is not null && wanted.FirstMethod is { } method ? payments.Charge(intent, method) : null;
        var isPaid = intent is null || attempt is { Succeeded: true };
        var invoice = isPaid ? invoicing.MarkPaid(open, attempt?.Charge, isAutomatic: true)
            : attempt is null ? open
            : state.Invoices.Put(open with { AttemptCount = 1, AutomaticAttempts = 1 });
        var subscription = changes.Put(begun with
        {
            Status = begun.Status == SubscriptionStatus.Trialing ? begun.Status
                : isPaid ? SubscriptionStatus.Active
                : SubscriptionStatus.Incomplete,
            LatestInvoiceId = invoice.Id,
        });

        if (attempt is not null)
        {
            payments.RecordCharge(attempt, cause);
        }

        announce?.Invoke(subscription, invoice);
        RecordStart(subscription, cause);
        if (intent is not null)
        {
            RecordFirstPayment(intent, attempt, cause);
        }

        state.Record(EventTypes.InvoiceCreated, draft, cause);
        state.Record(EventTypes.InvoiceFinalized, open, cause);
        if (isPaid)
        {
            collection.RecordPaid(invoice, cause);
        }
        else if (attempt is not null)
        {
            state.Record(EventTypes.InvoicePaymentFailed, invoice, cause);
        }

        return subscription;
    }

    /// <summary>Changes it; other items in the middle of a period are prorated as asked, another interval begins a new period.</summary>
    public Subscription Change(Subscription before, Subscription after, string prorationBehavior, EventCause cause)
    {
        var startsPeriod = before.Status != SubscriptionStatus.Trialing
            && (after.Recurrence.Interval, after.Recurrence.Count) != (before.Recurrence.Interval, before.Recurrence.Count);
        if (startsPeriod)
        {
            after = after with
            {
                BillingCycleAnchor = state.Now,
                Period = new BillingPeriod(state.Now, after.Recurrence.NextEnd(state.Now, state.Now)),
            };
        }

        if (prorationBehavior != ProrationBehaviors.None)
        {
            prorations.Add(before, after, cause);
        }

        var draft = DraftForChange(before, after, startsPeriod, prorationBehavior == ProrationBehaviors.InvoiceNow);
        changes.Change(before, draft is null ? after : after with { LatestInvoiceId = draft.Id }, cause);
        if (draft is not null)
        {
            state.Record(EventTypes.InvoiceCreated, draft, cause);
            collection.FinalizeAndCollect(draft, cause);
        }

        return state.Subscriptions.Find(after.Id)!;
    }

    public Subscription Cancel(Subscription subscription, Cancellation cancellation, EventCause cause) =>
        changes.End(subscription, cancellation with { Reason = "cancellation_requested" }, cause);

    private Subscription Begin(NewSubscription wanted)
    {
        var now = state.Now;
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
            DefaultPaymentMethodId = wanted.DefaultPaymentMethodId,
            Description = wanted.Description,
            Trial = wanted.TrialEnd is { } trialEnd ? new Trial(now, trialEnd, wanted.MissingPaymentMethod) : null,
            Metadata = wanted.Metadata,
        };
        return begun with { Cancellation = wanted.Cancellation(begun) };
    }

    private void RecordStart(Subscription subscription, EventCause cause)
    {
        var customer = state.Customers.Find(subscription.CustomerId)!;
        if (customer.Currency is null)
        {
            var billed = state.Customers.Put(customer with { Currency = subscription.Currency });
            state.Record(EventTypes.CustomerUpdated, billed, cause, customer);
        }

        state.Record(EventTypes.SubscriptionCreated, subscription, cause);
        if (subscription.Status == SubscriptionStatus.Incomplete)
        {
            state.Schedule.At(state.Now + IncompleteSeconds, () => Expire(subscription.Id));
        }

        if (subscription.Trial is { } trial)
        {
            state.Schedule.At(Math.Max(state.Now, trial.End - TrialNoticeSeconds), () => AnnounceTrialEnd(subscription.Id));
        }
    }

    private void RecordFirstPayment(PaymentIntent created, PaymentAttempt? attempt, EventCause cause)
    {
        if (attempt is not null)
        {
            payments.RecordIntent(attempt, cause);
        }

        state.Record(EventTypes.PaymentIntentCreated, created, cause);
    }

    /// <summary>An invoice that the change itself calls for; null when its costs wait for the next renewal.</summary>
    private Invoice? DraftForChange(Subscription before, Subscription after, bool startsPeriod, bool invoicesAlways)
    {
        var isOwed = invoicesAlways && before.Items != after.Items;
        return startsPeriod || isOwed
            ? invoicing.Draft(
                after,
                BillingReasons.Update,
                new BillingPeriod(state.Now, state.Now),
                startsPeriod ? invoicing.LinesFor(after) : [])
            : null;
    }

    private void Expire(string subscriptionId)
    {
        if (state.Subscriptions.Find(subscriptionId) is not { Status: SubscriptionStatus.Incomplete } subscription)
        {
            return;
        }

        if (subscription.LatestInvoiceId is { } invoiceId && state.Invoices.Find(invoiceId) is { IsOpen: true } invoice)
        {
            if (invoice.PaymentIntentId is { } intentId && state.PaymentIntents.Find(intentId) is { IsOpen: true } intent)
            {
                payments.Cancel(intent, "void_invoice", EventCause.Stripe);
            }

            state.Record(EventTypes.InvoiceVoided, invoicing.Void(invoice), EventCause.Stripe, invoice);
        }

        changes.Change(
            subscription,
            subscription with { Status = SubscriptionStatus.IncompleteExpired, EndedAt = state.Now },
            EventCause.Stripe);
    }

    private void AnnounceTrialEnd(string subscriptionId)
    {
        if (state.Subscriptions.Find(subscriptionId) is { Status: SubscriptionStatus.Trialing } subscription)
        {
            state.Record(EventTypes.SubscriptionTrialWillEnd, subscription, EventCause.Stripe);
        }
    }
}
