using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Gives money back, and tells days later what became of it at the payer's bank.</summary>
internal sealed class Refunds(StripeState state, EmulatorSettings settings)
{
    /// <summary>Takes the amount off the charge at once, as Stripe does, whatever the bank will say.</summary>
    public Refund Create(
        Charge charge, long amountCents, string? reason, ImmutableSortedDictionary<string, string> metadata, EventCause cause)
    {
        var refund = state.Refunds.Put(new Refund
        {
            Id = StripeIds.Refund(charge.Id),
            Created = state.Now,
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
        var refunded = state.Charges.Put(charge with { AmountRefundedCents = charge.AmountRefundedCents + amountCents });
        state.Record(EventTypes.RefundCreated, refund, cause);
        state.Record(EventTypes.ChargeRefunded, refunded, cause, charge);
        state.Schedule.At(state.Now + settings.Payments.SettleSeconds, () => Settle(refund.Id));
        return refund;
    }

    public Refund Update(Refund refund, ImmutableSortedDictionary<string, string> metadata, EventCause cause)
    {
        var updated = state.Refunds.Put(refund with { Metadata = metadata });
        RecordUpdate(updated, refund, cause);
        return updated;
    }

    private void Settle(string refundId)
    {
        if (state.Refunds.Find(refundId) is not { } refund || state.Charges.Find(refund.ChargeId) is not { } charge)
        {
            return;
        }

        if (charge.PaymentMethod.Aftermath == Aftermath.RefundFails)
        {
            Fail(refund, charge);
            return;
        }

        var arrived = state.Refunds.Put(refund with { Status = RefundStatus.Succeeded, IsReferenceKnown = true });
        RecordUpdate(arrived, refund, EventCause.Stripe);
    }

    /// <summary>The payer's bank sent it back: the charge is refunded by that much less.</summary>
    private void Fail(Refund refund, Charge charge)
    {
        var failed = state.Refunds.Put(refund with { Status = RefundStatus.Failed, FailureReason = "expired_or_canceled_card" });
        state.Charges.Put(charge with { AmountRefundedCents = charge.AmountRefundedCents - refund.AmountCents });
        state.Record(EventTypes.RefundFailed, failed, EventCause.Stripe);
        RecordUpdate(failed, refund, EventCause.Stripe);
    }

    private void RecordUpdate(Refund updated, Refund before, EventCause cause)
    {
        state.Record(EventTypes.RefundUpdated, updated, cause, before);
        state.Record(EventTypes.ChargeRefundUpdated, updated, cause, before);
    }
}
