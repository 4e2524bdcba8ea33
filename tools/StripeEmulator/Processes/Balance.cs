using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Books what comes to the account's balance and what leaves it.</summary>
internal sealed class Balance
{
    // Stripe's usual price for a card payment in the United States.
    private const long FeePermille = 29;
    private const long FeeFixedCents = 30;
    private const long Permille = 1_000;

    private readonly StripeState _state;
    private readonly EmulatorSettings _settings;

    public Balance(StripeState state, EmulatorSettings settings)
    {
        (_state, _settings) = (state, settings);
        state.Schedule.On(ReminderKind.ChargeIsBooked, due => BookLate(due.Id));
    }

    /// <summary>
    /// Books captured money: a moment later, which an event tells of, or at once where the payment asked to be captured so.
    /// </summary>
    public Charge Book(Charge captured, string captureMethod)
    {
        if (captureMethod == "automatic")
        {
            return Booked(captured);
        }

        _state.Schedule.Remind(ReminderKind.ChargeIsBooked, captured.Id, _state.Now + _settings.Payments.BalanceSeconds);
        return captured;
    }

    public string Book(Refund refund) => Book(BalanceReason.Refund, -refund.AmountCents, feeCents: 0, refund.Currency, refund.Id);

    public string BookFailure(Refund refund) =>
        Book(BalanceReason.RefundFailure, refund.AmountCents, feeCents: 0, refund.Currency, refund.Id);

    public string Book(Dispute dispute, long amountCents, long feeCents) => Book(
        amountCents < 0 ? BalanceReason.Dispute : BalanceReason.DisputeReversal, amountCents, feeCents, dispute.Currency, dispute.Id);

    private void BookLate(string chargeId)
    {
        if (_state.Charges.Find(chargeId) is { IsCaptured: true, BalanceTransactionId: null } charge)
        {
            _state.Record(EventTypes.ChargeUpdated, Booked(charge), EventCause.Stripe, charge);
        }
    }

    private Charge Booked(Charge charge)
    {
        var cents = charge.CapturedCents;
        var id = Book(
            charge.PaymentMethod.Card is null ? BalanceReason.Payment : BalanceReason.Charge,
            cents,
            Math.Min(cents, (cents * FeePermille / Permille) + FeeFixedCents),
            charge.Currency,
            charge.Id,
            charge.Description);
        return _state.Charges.Put(charge with { BalanceTransactionId = id });
    }

    private string Book(
        BalanceReason reason, long amountCents, long feeCents, string currency, string sourceId, string? description = null) =>
        _state.BalanceTransactions.Put(new BalanceTransaction
        {
            Id = StripeIds.Stamped("txn", _state.Now),
            Created = _state.Now,
            AmountCents = amountCents,
            FeeCents = feeCents,
            Currency = currency,
            Reason = reason,
            SourceId = sourceId,
            Description = description,
        }).Id;
}
