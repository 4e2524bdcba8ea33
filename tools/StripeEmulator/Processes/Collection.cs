using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>
/// Collects invoices: the first attempt, the retries after a refusal, and what becomes of the subscription when they run out
/// or when somebody pays after all.
/// </summary>
internal sealed class Collection
{
    /// <summary>How long after the invoice the payment's own event comes; at Stripe from one to some twenty seconds.</summary>
    private const long InvoicePaymentDelaySeconds = 1;

    private readonly StripeState _state;
    private readonly Invoicing _invoicing;
    private readonly Payments _payments;
    private readonly SubscriptionChanges _changes;
    private readonly PaymentSettings _settings;

    public Collection(
        StripeState state, Invoicing invoicing, Payments payments, SubscriptionChanges changes, EmulatorSettings settings)
    {
        (_state, _invoicing, _payments, _changes, _settings) = (state, invoicing, payments, changes, settings.Payments);
        payments.Settled += OnSettled;
        payments.Asked += OnAsked;
        state.Schedule.On(ReminderKind.InvoicePaymentIsTold, due => RecordInvoicePayment(due.Id));
        state.Schedule.On(ReminderKind.InvoiceIsCollectedAgain, Retry);
    }

    /// <summary>What an invoice of this subscription is paid with.</summary>
    public PaymentMethod? MethodFor(Subscription subscription) =>
        (subscription.DefaultPaymentMethodId ?? _state.Customers.Find(subscription.CustomerId)?.DefaultPaymentMethodId) is { } id
            ? _state.PaymentMethods.Find(id)
            : null;

    /// <summary>Finalises a draft; one with nothing to collect is paid by that.</summary>
    public Invoice Finalize(Invoice draft, EventCause cause)
    {
        var (open, intent) = _invoicing.Finalize(draft);
        _state.Record(EventTypes.InvoiceFinalized, open, cause);
        if (intent is null)
        {
            return Succeed(open, charge: null, cause, isAutomatic: true);
        }

        _state.Record(EventTypes.PaymentIntentCreated, intent, cause);
        return open;
    }

    public Invoice FinalizeAndCollect(Invoice draft, EventCause cause) =>
        Finalize(draft, cause) is { IsOpen: true } open ? Collect(open, method: null, cause, isAutomatic: true) : draft;

    /// <summary>Tries once, with the subscription's own method unless another is given.</summary>
    /// <param name="confirmation">Null when the payer is not there.</param>
    public Invoice Collect(Invoice open, PaymentMethod? method, EventCause cause, bool isAutomatic, Confirmation? confirmation = null)
    {
        method ??= SubscriptionOf(open) is { } subscription ? MethodFor(subscription) : null;
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
        var paid = _invoicing.MarkPaid(open with { IsPaidOutOfBand = true }, charge: null, isAutomatic: false);
        _state.Record(EventTypes.InvoicePaid, paid, cause);
        Recover(paid, cause);
        return paid;
    }

    /// <summary>Tells of a paid invoice; the payment's own event follows a little later.</summary>
    public void RecordPaid(Invoice paid, EventCause cause)
    {
        _state.Record(EventTypes.InvoicePaid, paid, cause);
        _state.Record(EventTypes.InvoicePaymentSucceeded, paid, cause);
        if (paid.ChargeId is not null)
        {
            _state.Schedule.Remind(ReminderKind.InvoicePaymentIsTold, paid.Id, _state.Now + InvoicePaymentDelaySeconds);
        }
    }

    private Invoice Succeed(Invoice open, Charge? charge, EventCause cause, bool isAutomatic)
    {
        var paid = _invoicing.MarkPaid(open, charge, isAutomatic);
        RecordPaid(paid, cause);
        Recover(paid, cause);
        return paid;
    }

    /// <summary>A subscription that waited for this payment is active from now on.</summary>
    private void Recover(Invoice paid, EventCause cause)
    {
        if (SubscriptionOf(paid) is { } subscription
            && subscription.Status is SubscriptionStatus.Incomplete or SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid
            && subscription.LatestInvoiceId == paid.Id)
        {
            _changes.Change(
                subscription,
                subscription with
                {
                    Status = SubscriptionStatus.Active,
                    DefaultPaymentMethodId = subscription.DefaultPaymentMethodId ?? MethodThatPaid(paid, subscription),
                },
                cause);
        }
    }

    /// <summary>What a page paid the first invoice with pays the next ones too.</summary>
    private string? MethodThatPaid(Invoice paid, Subscription subscription) =>
        subscription.Status == SubscriptionStatus.Incomplete && paid.ChargeId is { } chargeId
            ? _state.Charges.Find(chargeId)?.PaymentMethod.Id
            : null;

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

        return Degrade(failed, cause, isLast: isAutomatic && nextAttempt is null);
    }

    private Invoice Degrade(Invoice failed, EventCause cause, bool isLast)
    {
        if (SubscriptionOf(failed) is not { HasEnded: false } subscription || failed.BillingReason == BillingReasons.Create)
        {
            return failed;
        }

        if (subscription.Status == SubscriptionStatus.Active)
        {
            subscription = _changes.Change(subscription, subscription with { Status = SubscriptionStatus.PastDue }, cause);
        }

        if (!isLast || _settings.AfterLastRetry == PaymentSettings.PastDue)
        {
            return failed;
        }

        if (_settings.AfterLastRetry == PaymentSettings.Canceled)
        {
            _changes.End(subscription, subscription.Cancellation with { Reason = "payment_failed" }, EventCause.Stripe);
            return _state.Invoices.Find(failed.Id)!;
        }

        _changes.Change(subscription, subscription with { Status = SubscriptionStatus.Unpaid }, EventCause.Stripe);
        return _state.Invoices.Put(failed with { AdvancesByItself = false });
    }

    private void Retry(Reminder due)
    {
        if (_state.Invoices.Find(due.Id) is { IsOpen: true, AdvancesByItself: true } invoice && invoice.NextAttemptAt == due.At)
        {
            Collect(invoice, method: null, EventCause.Stripe, isAutomatic: true);
        }
    }

    /// <summary>A page confirmed an invoice's payment, or a bank settled it.</summary>
    private void OnSettled(PaymentAttempt attempt, EventCause cause)
    {
        if (attempt.Intent.InvoiceId is not { } invoiceId || _state.Invoices.Find(invoiceId) is not { IsOpen: true } invoice)
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

    private void RecordInvoicePayment(string invoiceId)
    {
        if (_state.Invoices.Find(invoiceId) is { } paid && _invoicing.PaymentOf(paid) is { } payment)
        {
            _state.Record(EventTypes.InvoicePaymentPaid, payment, EventCause.Stripe);
        }
    }

    private Subscription? SubscriptionOf(Invoice invoice) =>
        invoice.SubscriptionId is { } id ? _state.Subscriptions.Find(id) : null;
}
