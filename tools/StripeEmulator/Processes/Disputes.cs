using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Lets payers quarrel with their bank: disputes, inquiries and warnings of fraud, from the first notice to the decision.</summary>
internal sealed class Disputes
{
    private const string WinningEvidence = "winning_evidence";
    private const string LosingEvidence = "losing_evidence";
    private const string DecidingField = "uncategorized_text";
    private const long EvidenceSeconds = 7 * 86_400;
    private const long FeeCents = 1_500;

    private readonly StripeState _state;
    private readonly Balance _balance;
    private readonly EmulatorSettings _settings;

    public Disputes(StripeState state, Balance balance, EmulatorSettings settings)
    {
        (_state, _balance, _settings) = (state, balance, settings);
        state.Schedule.On(ReminderKind.DisputeIsDecided, due => Decide(due.Id));
    }

    /// <summary>Does what the charge's card is known for; for most, nothing.</summary>
    public void RaiseFor(Charge charge)
    {
        switch (charge.PaymentMethod.Aftermath)
        {
            case Aftermath.FraudulentDispute:
                Open(charge, "fraudulent", isInquiry: false);
                break;
            case Aftermath.ProductNotReceivedDispute:
                Open(charge, "product_not_received", isInquiry: false);
                break;
            case Aftermath.Inquiry:
                Open(charge, "general", isInquiry: true);
                break;
            case Aftermath.EarlyFraudWarning:
                Warn(charge);
                break;
            case Aftermath.None or Aftermath.RefundFails or Aftermath.RefundPends:
                break;
        }
    }

    /// <summary>A payer who looks at the bill late: the dispute is about what was not refunded until then.</summary>
    public Dispute OpenLate(Charge charge) => Open(charge, "product_not_received", isInquiry: false);

    /// <summary>Takes the merchant's evidence; submitted, it goes to the bank, whose answer it contains.</summary>
    public Dispute Update(
        Dispute dispute,
        ImmutableSortedDictionary<string, string> evidence,
        ImmutableSortedDictionary<string, string> metadata,
        bool submits,
        string? intendedMethod,
        EventCause cause)
    {
        var updated = _state.Disputes.Put(dispute with
        {
            Evidence = evidence,
            Metadata = metadata,
            IntendedSubmissionMethod = intendedMethod,
            Status = submits ? DisputeStatus.UnderReview : dispute.Status,
            SubmissionCount = dispute.SubmissionCount + (submits ? 1 : 0),
        });
        _state.Record(EventTypes.ChargeDisputeUpdated, updated, cause, dispute);
        if (submits && evidence.GetValueOrDefault(DecidingField) is WinningEvidence or LosingEvidence)
        {
            _state.Schedule.Remind(ReminderKind.DisputeIsDecided, dispute.Id, _state.Now + _settings.Payments.SettleSeconds);
        }

        return updated;
    }

    /// <summary>Gives in: the money stays with the payer.</summary>
    public Dispute Close(Dispute dispute, EventCause cause) =>
        End(dispute, dispute.IsInquiry ? DisputeStatus.Closed : DisputeStatus.Lost, cause);

    private void Decide(string disputeId)
    {
        if (_state.Disputes.Find(disputeId) is not { Status: DisputeStatus.UnderReview } dispute)
        {
            return;
        }

        var wins = dispute.Evidence.GetValueOrDefault(DecidingField) == WinningEvidence;
        End(
            dispute,
            dispute.IsInquiry ? DisputeStatus.Closed : wins ? DisputeStatus.Won : DisputeStatus.Lost,
            EventCause.Stripe);
    }

    private Dispute End(Dispute dispute, DisputeStatus status, EventCause cause)
    {
        var ended = _state.Disputes.Put(dispute with { Status = status });
        _state.Record(EventTypes.ChargeDisputeClosed, ended, cause, dispute);
        return status == DisputeStatus.Won
            ? Move(ended, ended.AmountCents, -FeeCents, EventTypes.ChargeDisputeFundsReinstated, cause)
            : ended;
    }

    private Dispute Open(Charge charge, string reason, bool isInquiry)
    {
        _state.Charges.Put(charge with { IsDisputed = true });
        var opened = _state.Disputes.Put(new Dispute
        {
            Id = StripeIds.Stamped("dp", _state.Now),
            Created = _state.Now,
            AmountCents = charge.UnrefundedCents,
            Currency = charge.Currency,
            ChargeId = charge.Id,
            PaymentIntentId = charge.PaymentIntentId,
            Reason = reason,
            IsInquiry = isInquiry,
            Status = DisputeStatus.NeedsResponse,
            EvidenceDueBy = _state.Now + EvidenceSeconds,
        });
        _state.Record(EventTypes.ChargeDisputeCreated, opened, EventCause.Stripe);
        return isInquiry
            ? opened
            : Move(opened, -opened.AmountCents, FeeCents, EventTypes.ChargeDisputeFundsWithdrawn, EventCause.Stripe);
    }

    private Dispute Move(Dispute dispute, long amountCents, long feeCents, string eventType, EventCause cause)
    {
        var movement = new DisputeMovement(_balance.Book(dispute, amountCents, feeCents), _state.Now, amountCents, feeCents);
        var moved = _state.Disputes.Put(dispute with { Movements = dispute.Movements.Add(movement) });
        _state.Record(eventType, moved, cause, dispute);
        return moved;
    }

    private void Warn(Charge charge)
    {
        var warning = _state.EarlyFraudWarnings.Put(new EarlyFraudWarning
        {
            Id = StripeIds.Stamped("issfr", _state.Now),
            Created = _state.Now,
            ChargeId = charge.Id,
            PaymentIntentId = charge.PaymentIntentId,
        });
        _state.Record(EventTypes.EarlyFraudWarningCreated, warning, EventCause.Stripe);
    }
}
