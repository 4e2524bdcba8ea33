using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Moves payments: the one place where a charge is made and where its events are put in Stripe's order.</summary>
internal sealed class Payments
{
    private readonly StripeState _state;
    private readonly Disputes _disputes;
    private readonly Captures _captures;
    private readonly Balance _balance;
    private readonly EmulatorSettings _settings;

    public Payments(StripeState state, Disputes disputes, Captures captures, Balance balance, EmulatorSettings settings)
    {
        (_state, _disputes, _captures, _balance, _settings) = (state, disputes, captures, balance, settings);
        state.Schedule.On(ReminderKind.DelayedPaymentSettles, due => SettleAsItsAccountDoes(due.Id));
    }

    /// <summary>
    /// A payment has its outcome: paid, or refused for now. Raised for what a caller or a bank settles, not for attempts made
    /// by <see cref="Charge"/>, whose caller knows the outcome first.
    /// </summary>
    public event Action<PaymentAttempt, EventCause>? Settled;

    /// <summary>The payer has to be asked before the payment can go on; raised as <see cref="Settled"/> is.</summary>
    public event Action<PaymentAttempt, EventCause>? Asked;

    /// <summary>
    /// Charges the method at once, unless its bank wants to ask the payer first. The answer's
    /// <see cref="PaymentIntent.LastPaymentError"/> says whether it was declined.
    /// </summary>
    public PaymentIntent Attempt(PaymentIntent intent, PaymentMethod method, Confirmation confirmation, EventCause cause) =>
        Tell(Charge(intent, method, confirmation), cause);

    /// <summary>
    /// Makes the charge, or the question to the payer, without a word; the caller records its events where they belong among
    /// its own.
    /// </summary>
    /// <param name="confirmation">Null when the payer is not there.</param>
    public PaymentAttempt Charge(PaymentIntent intent, PaymentMethod method, Confirmation? confirmation = null)
    {
        confirmation ??= Confirmation.WithoutPayer;
        var isAuthenticated = confirmation.IsAuthenticated || intent.AuthenticatedMethodId == method.Id;
        if (isAuthenticated || !confirmation.Asks(method))
        {
            return Take(intent, method, method.Decline, isAuthenticated);
        }

        return confirmation.Question(intent, _state.Now) is { } question
            ? new PaymentAttempt(Ask(intent, method, question), Charge: null)
            : Take(intent, method, Decline.AuthenticationRequired, isAuthenticated: false);
    }

    /// <summary>
    /// The payer has answered. Who agreed is charged, unless the server wants to confirm once more; for who did not, the payment
    /// stands open for another card.
    /// </summary>
    public PaymentIntent Answer(PaymentIntent intent, PaymentMethod method, bool agrees, EventCause cause) =>
        !agrees ? Tell(Refuse(intent, method), cause)
        : intent.ConfirmationMethod == "manual" ? _state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.RequiresConfirmation,
            AuthenticatedMethodId = method.Id,
        })
        : Attempt(intent, method, Confirmation.Authenticated, cause);

    /// <summary>Notes without a word that the payer did not agree.</summary>
    public PaymentAttempt Refuse(PaymentIntent intent, PaymentMethod method) => new(
        _state.PaymentIntents.Put(Refused(intent, new LastPaymentError(Decline.AuthenticationFailed, ChargeId: null, method))),
        Charge: null);

    public void RecordCharge(PaymentAttempt attempt, EventCause cause)
    {
        if (attempt.Charge is not { } charge)
        {
            return;
        }

        var type = charge.IsPending ? EventTypes.ChargePending
            : charge.Succeeded ? EventTypes.ChargeSucceeded
            : EventTypes.ChargeFailed;
        _state.Record(type, charge, cause);
    }

    /// <summary>Also lets follow what the card is known for: the bank hears of a payment after the merchant.</summary>
    public void RecordIntent(PaymentAttempt attempt, EventCause cause)
    {
        var type = attempt.IsPending ? EventTypes.PaymentIntentProcessing
            : attempt.AsksPayer ? EventTypes.PaymentIntentRequiresAction
            : attempt.AwaitsCapture ? EventTypes.PaymentIntentAmountCapturable
            : attempt.Succeeded ? EventTypes.PaymentIntentSucceeded
            : EventTypes.PaymentIntentPaymentFailed;
        _state.Record(type, attempt.Intent, cause);
        if (attempt is { Charge: { IsCaptured: true } charge })
        {
            _disputes.RaiseFor(charge);
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
        Tell(Outcome(intent, _state.Charges.Put(charge with { IsPending = false, Decline = decline })), cause);
        return true;
    }

    public PaymentIntent Cancel(PaymentIntent intent, string? reason, EventCause cause)
    {
        if (intent.Status == PaymentIntentStatus.RequiresCapture)
        {
            _captures.Release(intent, cause);
        }

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

    private PaymentIntent Tell(PaymentAttempt attempt, EventCause cause)
    {
        RecordCharge(attempt, cause);
        RecordIntent(attempt, cause);
        if (attempt.AsksPayer)
        {
            Asked?.Invoke(attempt, cause);
        }
        else if (!attempt.IsPending)
        {
            Settled?.Invoke(attempt, cause);
        }

        return attempt.Intent;
    }

    private PaymentIntent Ask(PaymentIntent intent, PaymentMethod method, RequiredAction question) =>
        _state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.RequiresAction,
            PaymentMethodId = method.Id,
            LastPaymentError = null,
            RequiredAction = question,
        });

    private PaymentAttempt Take(PaymentIntent intent, PaymentMethod method, Decline? decline, bool isAuthenticated)
    {
        var charge = _state.Charges.Put(ChargeFor(intent, method, decline) with { IsAuthenticated = isAuthenticated });
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

    private PaymentAttempt Outcome(PaymentIntent intent, Charge charge)
    {
        if (charge.Decline is { } decline)
        {
            var refused = Refused(intent, new LastPaymentError(decline, charge.Id, charge.PaymentMethod));
            return new PaymentAttempt(_state.PaymentIntents.Put(refused with { LatestChargeId = charge.Id }), charge);
        }

        if (intent.SetupFutureUsage == "off_session" && _state.PaymentMethods.Find(charge.PaymentMethod.Id) is { } method)
        {
            _state.PaymentMethods.Put(method with { IsSetUpForOffSession = true });
        }

        if (charge.AwaitsCapture)
        {
            _state.Schedule.Remind(ReminderKind.AuthorizationExpires, intent.Id, charge.Created + State.Charge.AuthorizationSeconds);
        }
        else
        {
            charge = _balance.Book(charge, intent.CaptureMethod);
        }

        return new PaymentAttempt(
            _state.PaymentIntents.Put(intent with
            {
                Status = charge.AwaitsCapture ? PaymentIntentStatus.RequiresCapture : PaymentIntentStatus.Succeeded,
                AmountReceivedCents = charge.CapturedCents,
                PaymentMethodId = charge.PaymentMethod.Id,
                LatestChargeId = charge.Id,
                LastPaymentError = null,
            }),
            charge);
    }

    private static PaymentIntent Refused(PaymentIntent intent, LastPaymentError error) => intent with
    {
        Status = PaymentIntentStatus.RequiresPaymentMethod,
        PaymentMethodId = null,
        LastPaymentError = error,
    };

    private Charge ChargeFor(PaymentIntent intent, PaymentMethod method, Decline? decline) => new()
    {
        Id = StripeIds.Charge(intent.Id, isCard: method.Card is not null),
        Created = _state.Now,
        AmountCents = intent.AmountCents,
        Currency = intent.Currency,
        PaymentIntentId = intent.Id,
        InvoiceId = intent.InvoiceId,
        PaymentMethod = method,
        IsPending = method.IsDelayed,
        Decline = method.IsDelayed ? null : decline,
        AwaitsCapture = intent.IsCapturedByHand && !method.IsDelayed && decline is null,
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
