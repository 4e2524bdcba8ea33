namespace Credits.Refunds;

/// <summary>What all that is known of a payment's money amounts to.</summary>
/// <param name="TargetCredits">Credits to take back in all, of the original grant.</param>
/// <param name="IsFrozen">True while nobody may spend what is left of it.</param>
internal sealed record Reversal(long TargetCredits, bool IsFrozen)
{
    /// <summary>Folds the facts. They are a set: their order and repetition can make no difference.</summary>
    public static Reversal Of(Payment payment, IReadOnlyCollection<PaymentFact> facts)
    {
        var credits = payment.Credits ?? 0;
        var money = MoneyOf(payment, facts);
        var disputes = facts.Where(fact => IsDispute(fact.Kind)).GroupBy(fact => fact.Key, StringComparer.Ordinal).Select(Dispute.Of).ToList();
        var lost = disputes.Where(dispute => dispute.IsLost).Sum(dispute => dispute.AmountCents);
        var returned = Math.Min(money, RefundedCents(facts, money) + lost);
        return new Reversal(Share(credits, returned, money), disputes.Exists(dispute => dispute.IsOpen) || IsSuspected(facts, disputes));
    }

    // The payment says what was paid. For one from before this was noted, the facts say it.
    private static long MoneyOf(Payment payment, IReadOnlyCollection<PaymentFact> facts) =>
        payment.AmountCents ?? facts.Max(fact => fact.ChargeAmountCents ?? 0) switch
        {
            0 => facts.Max(fact => fact.AmountCents),
            var charge => charge,
        };

    // The sum that Stripe says grows with every refund, so the largest is the latest. After a refund failed it starts again from
    // less: then what each event added counts, less what failed.
    private static long RefundedCents(IReadOnlyCollection<PaymentFact> facts, long money)
    {
        var refunds = facts.Where(fact => fact.Kind == PaymentFactKind.Refunded).ToList();
        var failed = facts.Where(fact => fact.Kind == PaymentFactKind.RefundFailed).Sum(fact => fact.AmountCents);
        var largest = refunds.Count > 0 ? refunds.Max(fact => fact.AmountCents) : 0;
        if (failed == 0)
        {
            return Math.Min(largest, money);
        }
        var added = refunds.TrueForAll(fact => fact.PreviousAmountCents is not null)
            ? refunds.Sum(fact => fact.AmountCents - fact.PreviousAmountCents!.Value)
            : largest;
        return Math.Clamp(added - failed, 0, money);
    }

    // Whole credits, and never more than the money's share: the whole money is the whole grant.
    private static long Share(long credits, long returnedCents, long moneyCents) =>
        moneyCents == 0 ? 0 : (long)((Int128)credits * returnedCents / moneyCents);

    private static bool IsSuspected(IReadOnlyCollection<PaymentFact> facts, List<Dispute> disputes) =>
        facts.Any(fact => fact.Kind == PaymentFactKind.FraudWarning
            && !facts.Any(other => other.Kind == PaymentFactKind.FraudWarningDismissed && other.Key == fact.Key))
        && !disputes.Exists(dispute => dispute.IsWon);

    private static bool IsDispute(string kind) => kind is PaymentFactKind.DisputeOpened or PaymentFactKind.DisputeLost
        or PaymentFactKind.DisputeWon or PaymentFactKind.FundsReinstated;

    /// <summary>One dispute. Money that came back outweighs a loss, and a verdict an opening, whichever was heard of first.</summary>
    private sealed record Dispute(long AmountCents, bool IsWon, bool IsLost, bool IsOpen)
    {
        public static Dispute Of(IEnumerable<PaymentFact> facts)
        {
            var known = facts.ToList();
            var isWon = known.Exists(fact => fact.Kind is PaymentFactKind.DisputeWon or PaymentFactKind.FundsReinstated);
            var isLost = !isWon && known.Exists(fact => fact.Kind == PaymentFactKind.DisputeLost);
            return new Dispute(known.Max(fact => fact.AmountCents), isWon, isLost, !isWon && !isLost);
        }
    }
}
