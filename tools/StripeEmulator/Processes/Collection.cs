using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>
/// Collects invoices: makes them final, sends or charges them, tries again after a refusal, and gives them up. What that
/// means for the subscription is <see cref="Standing"/>'s matter.
/// </summary>
internal sealed class Collection
{
    /// <summary>
    /// How long after the invoice the payment's own event comes; at Stripe from one to some twenty seconds, whatever a test
    /// clock says, which stands still meanwhile.
    /// </summary>
    private const long InvoicePaymentDelaySeconds = 1;

    private readonly StripeState _state;
    private readonly Invoicing _invoicing;
    private readonly Payments _payments;
    private readonly Standing _standing;
    private readonly PaymentSettings _settings;

    public Collection(StripeState state, Invoicing invoicing, Payments payments, Standing standing, EmulatorSettings settings)
    {
        (_state, _invoicing, _payments, _standing, _settings) = (state, invoicing, payments, standing, settings.Payments);
        payments.Settled += OnSettled;
        payments.Asked += OnAsked;
        state.Schedule.On(ReminderKind.InvoicePaymentIsTold, due => RecordInvoicePayment(due.Id));
        state.Schedule.On(ReminderKind.InvoiceIsFinalized, FinalizeDraft);
        state.Schedule.On(ReminderKind.InvoiceIsCollectedAgain, Retry);
        state.Schedule.On(ReminderKind.InvoiceIsOverdue, MarkOverdue);
    }

    /// <summary>What an invoice of this subscription is paid with.</summary>
    public PaymentMethod? MethodFor(Subscription subscription) => MethodFor(subscription.CustomerId, subscription.DefaultPaymentMethodId);

    /// <summary>Lets a draft become final by itself after its hour; one that does not advance waits for somebody.</summary>
    public Invoice Plan(Invoice draft, long? at = null)
    {
        var planned = draft with { FinalizesAt = draft.AdvancesByItself ? at ?? _state.Now + _settings.DraftSeconds : null };
        if (planned.FinalizesAt is { } moment)
        {
            _state.Schedule.Remind(ReminderKind.InvoiceIsFinalized, planned.Id, moment);
        }

        return planned;
    }

    /// <summary>Finalises a draft; one with nothing to collect is paid by that.</summary>
    public Invoice Finalize(Invoice draft, EventCause cause) => Finalize(draft, cause, plansAttempt: false);

    /// <summary>Finalises a draft before its hour; if it goes on by itself, Stripe still collects it later.</summary>
    public Invoice FinalizeEarly(Invoice draft, EventCause cause) => Finalize(draft, cause, plansAttempt: true);

    /// <summary>Plans the first attempt at an open invoice that goes on by itself.</summary>
    public Invoice PlanAttempt(Invoice open)
    {
        if (open is not { IsOpen: true, AdvancesByItself: true, SendsToCustomer: false, PausedBehavior: null })
        {
            return open;
        }

        var at = _state.Now + _settings.DraftSeconds;
        _state.Schedule.Remind(ReminderKind.InvoiceIsCollectedAgain, open.Id, at);
        return _state.Invoices.Put(open with { NextAttemptAt = at });
    }

    /// <summary>Finalises a draft when its time has come; what that leads to depends on how it is to be paid.</summary>
    public Invoice FinalizeAndCollect(Invoice draft, EventCause cause) => !draft.AdvancesByItself ? draft : Finalize(draft, cause) switch
    {
        { IsOpen: false } settled => settled,
        { PausedBehavior: PausedCollection.Void } open => Void(open, cause),
        { PausedBehavior: PausedCollection.MarkUncollectible } open => GiveUp(open, "subscription_paused", cause),
        { SendsToCustomer: true } open => Send(open, cause),
        var open => Collect(open, method: null, cause, isAutomatic: true),
    };

    /// <summary>Mails it to the customer; here only the event tells of it.</summary>
    public Invoice Send(Invoice open, EventCause cause)
    {
        _state.Record(EventTypes.InvoiceSent, open, cause);
        return open;
    }

    /// <summary>Tries once, with the invoice's own, the subscription's or the customer's method unless another is given.</summary>
    /// <param name="confirmation">Null when the payer is not there.</param>
    public Invoice Collect(Invoice open, PaymentMethod? method, EventCause cause, bool isAutomatic, Confirmation? confirmation = null)
    {
        method ??= MethodFor(open.CustomerId, open.DefaultPaymentMethodId ?? _standing.SubscriptionOf(open)?.DefaultPaymentMethodId);
        if (method is null || open.PaymentIntentId is not { } intentId || _state.PaymentIntents.Find(intentId) is not { } intent)
        {
            return Fail(open, cause, isAutomatic);
        }

        var attempt = _payments.Charge(intent, method, confirmation);
        _payments.RecordCharge(attempt, cause);
        _payments.RecordIntent(attempt, cause);
        RecordActionRequired(attempt, open, cause);
        return attempt.IsPending || attempt.AsksPayer ? open
            : attempt.Succeeded ? Succeed(open, attempt.Charge, cause, isAutomatic)
            : Fail(open, cause, isAutomatic);
    }

    /// <summary>Tells of an invoice whose payment was refused, or waits for the payer.</summary>
    public void RecordUnpaid(PaymentAttempt attempt, Invoice open, EventCause cause)
    {
        RecordActionRequired(attempt, open, cause);
        _state.Record(EventTypes.InvoicePaymentFailed, open, cause);
    }

    /// <summary>Takes it as paid elsewhere: Stripe sends no payment_succeeded for that.</summary>
    public Invoice PayOutOfBand(Invoice open, EventCause cause)
    {
        CancelPayment(open, "automatic", cause);
        var paid = _invoicing.MarkPaid(open with { IsPaidOutOfBand = true }, charge: null, isAutomatic: false);
        _state.Record(EventTypes.InvoicePaid, paid, cause);
        _standing.Recover(paid, cause);
        return paid;
    }

    /// <summary>Nobody owes it any more, and its payment can't be made by a page that is still open.</summary>
    public Invoice Void(Invoice owed, EventCause cause)
    {
        CancelPayment(owed, "void_invoice", cause);
        var voided = _invoicing.Void(owed);
        _state.Record(EventTypes.InvoiceVoided, voided, cause, owed);
        return voided;
    }

    public Invoice GiveUp(Invoice open, string reason, EventCause cause)
    {
        var givenUp = _invoicing.GiveUp(open, reason);
        _state.Record(EventTypes.InvoiceMarkedUncollectible, givenUp, cause, open);
        return givenUp;
    }

    /// <summary>Tells of a paid invoice; the payment's own event follows a little later.</summary>
    public void RecordPaid(Invoice paid, EventCause cause)
    {
        _state.Record(EventTypes.InvoicePaid, paid, cause);
        _state.Record(EventTypes.InvoicePaymentSucceeded, paid, cause);
        if (paid.ChargeId is not null)
        {
            var delay = _state.Time.TestClockId is null ? InvoicePaymentDelaySeconds : 0;
            _state.Schedule.Remind(ReminderKind.InvoicePaymentIsTold, paid.Id, _state.Now + delay);
        }
    }

    private Invoice Finalize(Invoice draft, EventCause cause, bool plansAttempt)
    {
        var (open, intent) = _invoicing.Finalize(draft);
        open = plansAttempt && intent is not null ? PlanAttempt(open) : open;
        _state.Record(EventTypes.InvoiceFinalized, open, cause);
        if (intent is null)
        {
            return Succeed(open, charge: null, cause, isAutomatic: true);
        }

        _state.Record(EventTypes.PaymentIntentCreated, intent, cause);
        if (open is { SendsToCustomer: true, DueAt: { } due })
        {
            _state.Schedule.Remind(ReminderKind.InvoiceIsOverdue, open.Id, due);
        }

        return open;
    }

    private Invoice Succeed(Invoice open, Charge? charge, EventCause cause, bool isAutomatic)
    {
        var paid = _invoicing.MarkPaid(open, charge, isAutomatic);
        RecordPaid(paid, cause);
        _standing.Recover(paid, cause);
        return paid;
    }

    private Invoice Fail(Invoice open, EventCause cause, bool isAutomatic)
    {
        var attempts = open.AutomaticAttempts + (isAutomatic ? 1 : 0);
        long? nextAttempt = !isAutomatic ? open.NextAttemptAt
            : open.BillingReason != BillingReasons.Create && attempts <= _settings.RenewalRetries.Length
                ? _state.Now + (long)_settings.RenewalRetries[attempts - 1].TotalSeconds
                : null;
        var failed = _state.Invoices.Put(open with
        {
            AttemptCount = open.AttemptCount + 1,
            AutomaticAttempts = attempts,
            NextAttemptAt = nextAttempt,
        });
        _state.Record(EventTypes.InvoicePaymentFailed, failed, cause);
        _state.Record(EventTypes.InvoiceUpdated, failed, cause, open);
        if (isAutomatic && nextAttempt is { } at)
        {
            _state.Schedule.Remind(ReminderKind.InvoiceIsCollectedAgain, failed.Id, at);
        }

        return _standing.Degrade(failed, cause, isAutomatic, isLast: isAutomatic && nextAttempt is null);
    }

    private void FinalizeDraft(Reminder due)
    {
        if (_state.Invoices.Find(due.Id) is { Status: InvoiceStatus.Draft, AdvancesByItself: true } draft && draft.FinalizesAt == due.At)
        {
            FinalizeAndCollect(draft, EventCause.Stripe);
        }
    }

    private void Retry(Reminder due)
    {
        if (_state.Invoices.Find(due.Id) is { IsOpen: true, AdvancesByItself: true } invoice && invoice.NextAttemptAt == due.At)
        {
            Collect(invoice, method: null, EventCause.Stripe, isAutomatic: true);
        }
    }

    private void MarkOverdue(Reminder due)
    {
        if (_state.Invoices.Find(due.Id) is { IsOpen: true } invoice && invoice.DueAt == due.At)
        {
            _standing.Overdue(invoice);
        }
    }

    /// <summary>A page confirmed an invoice's payment, or a bank settled it.</summary>
    private void OnSettled(PaymentAttempt attempt, EventCause cause)
    {
        if (attempt.Intent.InvoiceId is not { } invoiceId || _state.Invoices.Find(invoiceId) is not { IsOwed: true } invoice)
        {
            return;
        }

        if (attempt.Succeeded)
        {
            Succeed(invoice, attempt.Charge, cause, isAutomatic: false);
        }
        else
        {
            Fail(invoice, cause, isAutomatic: false);
        }
    }

    /// <summary>A page confirmed an invoice's payment with a card whose bank wants to ask.</summary>
    private void OnAsked(PaymentAttempt attempt, EventCause cause)
    {
        if (attempt.Intent.InvoiceId is { } invoiceId && _state.Invoices.Find(invoiceId) is { IsOpen: true } invoice)
        {
            RecordActionRequired(attempt, invoice, cause);
        }
    }

    /// <summary>The payer is needed, whether there to be asked or not.</summary>
    private void RecordActionRequired(PaymentAttempt attempt, Invoice open, EventCause cause)
    {
        if (attempt.AsksPayer || attempt.Decline == Decline.AuthenticationRequired)
        {
            _state.Record(EventTypes.InvoicePaymentActionRequired, open, cause);
        }
    }

    private void CancelPayment(Invoice owed, string reason, EventCause cause)
    {
        if (owed.PaymentIntentId is { } intentId && _state.PaymentIntents.Find(intentId) is { IsOpen: true } intent)
        {
            _payments.Cancel(intent, reason, cause);
        }
    }

    private void RecordInvoicePayment(string invoiceId)
    {
        if (_state.Invoices.Find(invoiceId) is { } paid && _invoicing.PaymentOf(paid) is { } payment)
        {
            _state.Record(EventTypes.InvoicePaymentPaid, payment, EventCause.Stripe);
        }
    }

    private PaymentMethod? MethodFor(string customerId, string? chosenId) =>
        (chosenId ?? _state.Customers.Find(customerId)?.DefaultPaymentMethodId) is { } id ? _state.PaymentMethods.Find(id) : null;
}
