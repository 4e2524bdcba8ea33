using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>What becomes of reserved money: it is captured, whole or in part, or let go.</summary>
internal sealed class Captures
{
    private readonly StripeState _state;
    private readonly Disputes _disputes;
    private readonly Balance _balance;

    public Captures(StripeState state, Disputes disputes, Balance balance)
    {
        (_state, _disputes, _balance) = (state, disputes, balance);
        state.Schedule.On(ReminderKind.AuthorizationExpires, due => Expire(due.Id));
    }

    /// <summary>Takes this much of what is reserved, and lets the rest go.</summary>
    public PaymentIntent Capture(PaymentIntent intent, long amountCents, EventCause cause)
    {
        var reserved = ChargeOf(intent);
        var captured = _state.Charges.Put(reserved with
        {
            AwaitsCapture = false,
            CapturedPartCents = amountCents,
            AmountRefundedCents = reserved.AmountCents - amountCents,
            StatementDescriptor = intent.StatementDescriptor,
            StatementDescriptorSuffix = intent.StatementDescriptorSuffix,
            Metadata = intent.Metadata,
        });
        var paid = _state.PaymentIntents.Put(intent with { Status = PaymentIntentStatus.Succeeded, AmountReceivedCents = amountCents });
        if (intent.CheckoutSessionId is { } id && _state.CheckoutSessions.Find(id) is { } session)
        {
            _state.CheckoutSessions.Put(session with { PaymentStatus = CheckoutPaymentStatus.Paid });
        }

        _state.Record(EventTypes.ChargeCaptured, captured, cause, reserved);
        _state.Record(EventTypes.PaymentIntentSucceeded, paid, cause);
        _balance.Book(captured, intent.CaptureMethod);
        _disputes.RaiseFor(captured);
        return paid;
    }

    /// <summary>Gives back what was only reserved. Stripe tells of it as of a refund, though there is none to retrieve.</summary>
    public void Release(PaymentIntent intent, EventCause cause)
    {
        var reserved = ChargeOf(intent);
        _state.Record(EventTypes.ChargeRefunded, Released(reserved), cause, reserved);
    }

    private void Expire(string intentId)
    {
        if (_state.PaymentIntents.Find(intentId) is not { Status: PaymentIntentStatus.RequiresCapture } intent)
        {
            return;
        }

        var reserved = ChargeOf(intent);
        _state.Record(EventTypes.ChargeExpired, Released(reserved), EventCause.Stripe, reserved);
        var canceled = _state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.Canceled,
            CanceledAt = _state.Now,
            CancellationReason = "automatic",
        });
        _state.Record(EventTypes.PaymentIntentCanceled, canceled, EventCause.Stripe);
    }

    private Charge Released(Charge reserved) => _state.Charges.Put(reserved with { AmountRefundedCents = reserved.AmountCents });

    private Charge ChargeOf(PaymentIntent intent) => _state.Charges.Find(intent.LatestChargeId!)!;
}
