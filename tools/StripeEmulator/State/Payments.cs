namespace StripeEmulator.State;

/// <summary>Moves payments: the one place where a charge is made and where its events are put in Stripe's order.</summary>
internal sealed class Payments(StripeState state)
{
    /// <summary>Charges the card at once. The answer's <see cref="PaymentIntent.LastPaymentError"/> says whether it was declined.</summary>
    public PaymentIntent Attempt(PaymentIntent intent, PaymentMethod method, EventCause cause)
    {
        var charge = state.Charges.Put(ChargeFor(intent, method));
        return charge.Decline is { } decline
            ? Declined(intent, charge, decline, cause)
            : Succeeded(intent, charge, cause);
    }

    public PaymentIntent Cancel(PaymentIntent intent, string? reason, EventCause cause)
    {
        var canceled = state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.Canceled,
            CanceledAt = state.Now,
            CancellationReason = reason,
        });
        state.Record(EventTypes.PaymentIntentCanceled, canceled, cause);
        return canceled;
    }

    private PaymentIntent Succeeded(PaymentIntent intent, Charge charge, EventCause cause)
    {
        var paid = state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.Succeeded,
            AmountReceivedCents = intent.AmountCents,
            PaymentMethodId = charge.PaymentMethod.Id,
            LatestChargeId = charge.Id,
            LastPaymentError = null,
        });
        state.Record(EventTypes.ChargeSucceeded, charge, cause);
        state.Record(EventTypes.PaymentIntentSucceeded, paid, cause);
        return paid;
    }

    private PaymentIntent Declined(PaymentIntent intent, Charge charge, Decline decline, EventCause cause)
    {
        var open = state.PaymentIntents.Put(intent with
        {
            Status = PaymentIntentStatus.RequiresPaymentMethod,
            PaymentMethodId = null,
            LatestChargeId = charge.Id,
            LastPaymentError = new LastPaymentError(decline, charge.Id, charge.PaymentMethod),
        });
        state.Record(EventTypes.ChargeFailed, charge, cause);
        state.Record(EventTypes.PaymentIntentPaymentFailed, open, cause);
        return open;
    }

    private Charge ChargeFor(PaymentIntent intent, PaymentMethod method) => new()
    {
        Id = StripeIds.Charge(intent.Id),
        Created = state.Now,
        AmountCents = intent.AmountCents,
        Currency = intent.Currency,
        PaymentIntentId = intent.Id,
        PaymentMethod = method,
        Decline = method.Card.Decline,
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
