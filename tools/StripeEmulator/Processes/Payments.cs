using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Moves payments: the one place where a charge is made and where its events are put in Stripe's order.</summary>
internal sealed class Payments
{
    private readonly StripeState _state;
    private readonly Disputes _disputes;
    private readonly EmulatorSettings _settings;

    public Payments(StripeState state, Disputes disputes, EmulatorSettings settings)
    {
        (_state, _disputes, _settings) = (state, disputes, settings);
        state.Schedule.On(ReminderKind.DelayedPaymentSettles, due => SettleAsItsAccountDoes(due.Id));
    }

    /// <summary>
    /// A payment has its outcome: paid, or refused for now. Raised for what a caller or a bank settles, not for attempts made
    /// by <see cref="Charge"/>, whose caller knows the outcome first.
    /// </summary>
    public event Action<PaymentAttempt, EventCause>? Settled;

    /// <summary>
    /// Charges the method at once. The answer's <see cref="PaymentIntent.LastPaymentError"/> says whether it was declined.
    /// </summary>
    public PaymentIntent Attempt(PaymentIntent intent, PaymentMethod method, EventCause cause)
    {
        var attempt = Charge(intent, method);
        RecordCharge(attempt, cause);
        RecordIntent(attempt, cause);
        if (!attempt.Charge.IsPending)
        {
            Settled?.Invoke(attempt, cause);
        }

        return attempt.Intent;
    }

    /// <summary>Makes the charge without a word; the caller records its events where they belong among its own.</summary>
    public PaymentAttempt Charge(PaymentIntent intent, PaymentMethod method)
    {
        var charge = _state.Charges.Put(ChargeFor(intent, method));
        if (!charge.IsPending)
        {
            return Outcome(intent, charge);
        }

        var processing = _state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.Processing,
            PaymentMethodId = method.Id,
            LatestChargeId = charge.Id,
            LastPaymentError = null,
        });
        _state.Schedule.Remind(ReminderKind.DelayedPaymentSettles, intent.Id, _state.Now + _settings.Payments.DelayedSeconds);
        return new PaymentAttempt(processing, charge);
    }

    public void RecordCharge(PaymentAttempt attempt, EventCause cause)
    {
        var type = attempt.Charge.IsPending ? EventTypes.ChargePending
            : attempt.Succeeded ? EventTypes.ChargeSucceeded
            : EventTypes.ChargeFailed;
        _state.Record(type, attempt.Charge, cause);
    }

    /// <summary>Also lets follow what the card is known for: the bank hears of a payment after the merchant.</summary>
    public void RecordIntent(PaymentAttempt attempt, EventCause cause)
    {
        var type = attempt.Charge.IsPending ? EventTypes.PaymentIntentProcessing
            : attempt.Succeeded ? EventTypes.PaymentIntentSucceeded
            : EventTypes.PaymentIntentPaymentFailed;
        _state.Record(type, attempt.Intent, cause);
        if (attempt.Succeeded)
        {
            _disputes.RaiseFor(attempt.Charge);
        }
    }

    /// <summary>Ends a delayed payment, well when <paramref name="decline"/> is null; false when it is not under way.</summary>
    public bool Settle(string intentId, Decline? decline, EventCause cause)
    {
        if (_state.PaymentIntents.Find(intentId) is not { Status: PaymentIntentStatus.Processing, LatestChargeId: { } chargeId } intent
            || _state.Charges.Find(chargeId) is not { } charge)
        {
            return false;
        }

        using var clock = _state.Time.On(_state.TestClockOf(intent.CustomerId));
        var attempt = Outcome(intent, _state.Charges.Put(charge with { IsPending = false, Decline = decline }));
        RecordCharge(attempt, cause);
        RecordIntent(attempt, cause);
        Settled?.Invoke(attempt, cause);
        return true;
    }

    public PaymentIntent Cancel(PaymentIntent intent, string? reason, EventCause cause)
    {
        var canceled = _state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.Canceled,
            CanceledAt = _state.Now,
            CancellationReason = reason,
        });
        _state.Record(EventTypes.PaymentIntentCanceled, canceled, cause);
        return canceled;
    }

    private void SettleAsItsAccountDoes(string intentId)
    {
        if (_state.PaymentIntents.Find(intentId)?.LatestChargeId is { } chargeId && _state.Charges.Find(chargeId) is { } charge)
        {
            Settle(intentId, charge.PaymentMethod.Decline, EventCause.Stripe);
        }
    }

    private PaymentAttempt Outcome(PaymentIntent intent, Charge charge) => new(
        _state.PaymentIntents.Put(charge.Decline is { } decline
            ? intent with
            {
                Status = PaymentIntentStatus.RequiresPaymentMethod,
                PaymentMethodId = null,
                LatestChargeId = charge.Id,
                LastPaymentError = new LastPaymentError(decline, charge.Id, charge.PaymentMethod),
            }
            : intent with
            {
                Status = PaymentIntentStatus.Succeeded,
                AmountReceivedCents = intent.AmountCents,
                PaymentMethodId = charge.PaymentMethod.Id,
                LatestChargeId = charge.Id,
                LastPaymentError = null,
            }),
        charge);

    private Charge ChargeFor(PaymentIntent intent, PaymentMethod method) => new()
    {
        Id = StripeIds.Charge(intent.Id, isCard: method.Card is not null),
        Created = _state.Now,
        AmountCents = intent.AmountCents,
        Currency = intent.Currency,
        PaymentIntentId = intent.Id,
        InvoiceId = intent.InvoiceId,
        PaymentMethod = method,
        IsPending = method.IsDelayed,
        Decline = method.IsDelayed ? null : method.Decline,
        CustomerId = intent.CustomerId,
        Description = intent.Description,
        ReceiptEmail = intent.ReceiptEmail,
        StatementDescriptor = intent.StatementDescriptor,
        StatementDescriptorSuffix = intent.StatementDescriptorSuffix,
        TransferGroup = intent.TransferGroup,
        Shipping = intent.Shipping,
        Metadata = intent.Metadata,
    };
}
