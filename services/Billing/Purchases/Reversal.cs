namespace Billing.Purchases;

/// <summary>What all that is known of a payment's money going back amounts to.</summary>
/// <param name="RefundedCents">The sum of the refunds that stand.</param>
/// <param name="DisputedCents">The sum of the disputes that are open: the money is away, and may come back.</param>
/// <param name="LostCents">The sum of the disputes that were lost.</param>
internal sealed record Reversal(long RefundedCents, long DisputedCents, long LostCents)
{
    /// <summary>True while a dispute is open, and for good when one was lost.</summary>
    public bool IsDisputed => DisputedCents + LostCents > 0;

    /// <summary>Folds the facts. They are a set: their order and repetition can make no difference.</summary>
    public static Reversal Of(IReadOnlyCollection<PaymentFact> facts)
    {
        var disputes = facts.Where(fact => IsOfDispute(fact.Kind))
            .GroupBy(fact => fact.Key, StringComparer.Ordinal)
            .Where(dispute => !IsWon(dispute))
            .ToLookup(dispute => dispute.Any(fact => fact.Kind == PaymentFactKind.DisputeLost), dispute => dispute.Max(fact => fact.AmountCents));
        return new Reversal(RefundedCentsOf(facts), DisputedCents: disputes[false].Sum(), LostCents: disputes[true].Sum());
    }

    // The sum that Stripe says grows with every refund, so the largest is the latest. After a refund failed it starts again from
    // less: then what each event added counts, less what failed.
    private static long RefundedCentsOf(IReadOnlyCollection<PaymentFact> facts)
    {
        var refunds = facts.Where(fact => fact.Kind == PaymentFactKind.Refunded).ToList();
        var failed = facts.Where(fact => fact.Kind == PaymentFactKind.RefundFailed).Sum(fact => fact.AmountCents);
        var largest = refunds.Count > 0 ? refunds.Max(fact => fact.AmountCents) : 0;
        if (failed == 0)
        {
            return largest;
        }
        var added = refunds.TrueForAll(fact => fact.PreviousAmountCents is not null)
            ? refunds.Sum(fact => fact.AmountCents - fact.PreviousAmountCents!.Value)
            : largest;
        return Math.Max(0, added - failed);
    }

    private static bool IsOfDispute(string kind) => kind is PaymentFactKind.DisputeOpened or PaymentFactKind.DisputeLost
        or PaymentFactKind.DisputeWon or PaymentFactKind.FundsReinstated;

    // Money that came back outweighs a loss, whichever was heard of first.
    private static bool IsWon(IEnumerable<PaymentFact> dispute) =>
        dispute.Any(fact => fact.Kind is PaymentFactKind.DisputeWon or PaymentFactKind.FundsReinstated);
}
