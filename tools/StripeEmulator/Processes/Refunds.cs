using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Gives money back, and tells days later what became of it at the payer's bank.</summary>
internal sealed class Refunds
{
    private readonly StripeState _state;
    private readonly Balance _balance;
    private readonly EmulatorSettings _settings;

    public Refunds(StripeState state, Balance balance, EmulatorSettings settings)
    {
        (_state, _balance, _settings) = (state, balance, settings);
        state.Schedule.On(ReminderKind.RefundSettles, due => Settle(due.Id));
    }

    /// <summary>Takes the amount off the charge at once, as Stripe does, whatever the bank will say.</summary>
    public Refund Create(
        Charge charge, long amountCents, string? reason, ImmutableSortedDictionary<string, string> metadata, EventCause cause)
    {
        var refund = _state.Refunds.Put(new Refund
        {
            Id = StripeIds.Refund(charge.Id),
            Created = _state.Now,
            AmountCents = amountCents,
            Currency = charge.Currency,
            ChargeId = charge.Id,
            PaymentIntentId = charge.PaymentIntentId,
            CustomerId = charge.CustomerId,
            PaymentMethodId = charge.PaymentMethod.Id,
            Reason = reason,
            Status = charge.PaymentMethod.Aftermath == Aftermath.RefundPends ? RefundStatus.Pending : RefundStatus.Succeeded,
            Metadata = metadata,
        });
        if (refund.Status == RefundStatus.Succeeded)
        {
            refund = _state.Refunds.Put(refund with { BalanceTransactionId = _balance.Book(refund) });
        }

        var refunded = _state.Charges.Put(charge with { AmountRefundedCents = charge.AmountRefundedCents + amountCents });
        _state.Record(EventTypes.RefundCreated, refund, cause);
        _state.Record(EventTypes.ChargeRefunded, refunded, cause, charge);
        _state.Schedule.Remind(ReminderKind.RefundSettles, refund.Id, _state.Now + _settings.Payments.SettleSeconds);
        return refund;
    }

    public Refund Update(Refund refund, ImmutableSortedDictionary<string, string> metadata, EventCause cause)
    {
        var updated = _state.Refunds.Put(refund with { Metadata = metadata });
        RecordUpdate(updated, refund, cause);
        return updated;
    }

    private void Settle(string refundId)
    {
        if (_state.Refunds.Find(refundId) is not { } refund || _state.Charges.Find(refund.ChargeId) is not { } charge)
        {
            return;
        }

        if (charge.PaymentMethod.Aftermath == Aftermath.RefundFails)
        {
            Fail(refund, charge);
            return;
        }

        var arrived = _state.Refunds.Put(refund with
        {
            Status = RefundStatus.Succeeded,
            IsReferenceKnown = true,
            BalanceTransactionId = refund.BalanceTransactionId ?? _balance.Book(refund),
        });
        RecordUpdate(arrived, refund, EventCause.Stripe);
    }

    /// <summary>The payer's bank sent it back: the charge is refunded by that much less.</summary>
    private void Fail(Refund refund, Charge charge)
    {
        var failed = _state.Refunds.Put(refund with
        {
            Status = RefundStatus.Failed,
            FailureReason = "expired_or_canceled_card",
            FailureBalanceTransactionId = _balance.BookFailure(refund),
        });
        _state.Charges.Put(charge with { AmountRefundedCents = charge.AmountRefundedCents - refund.AmountCents });
        _state.Record(EventTypes.RefundFailed, failed, EventCause.Stripe);
        RecordUpdate(failed, refund, EventCause.Stripe);
    }

    private void RecordUpdate(Refund updated, Refund before, EventCause cause)
    {
        _state.Record(EventTypes.RefundUpdated, updated, cause, before);
        _state.Record(EventTypes.ChargeRefundUpdated, updated, cause, before);
    }
}
