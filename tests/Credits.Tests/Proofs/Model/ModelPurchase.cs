using Credits.Tests.Proofs.Stories;

namespace Credits.Tests.Proofs.Model;

/// <summary>A pack and what is known of its money: a set, so that it can't matter what was known first.</summary>
internal sealed class ModelPurchase(PaymentTruth truth)
{
    private readonly HashSet<MoneyNews> known = [];

    public ModelLot? Lot { get; set; }

    /// <summary>What should be taken back in all.</summary>
    public long Target { get; set; }

    /// <summary>What was taken of which lot.</summary>
    public List<(ModelLot Lot, long Amount)> Taken { get; } = [];

    /// <summary>How many lots there were when the shortfall began that there still is.</summary>
    public int? LotsWhenShort { get; set; }

    public long TakenTotal => Taken.Sum(part => part.Amount);

    public long Shortfall => Math.Max(0, Target - TakenTotal);

    public long Credits => truth.Credits;

    public long TakenOf(ModelLot lot) => Taken.Where(part => part.Lot == lot).Sum(part => part.Amount);

    public bool Learn(MoneyNews news) => known.Add(news);

    /// <summary>Credits in proportion to the money that went back, whole ones only.</summary>
    public long TargetNow => truth.Credits * Math.Min(truth.AmountCents, RefundedCents + LostCents) / truth.AmountCents;

    /// <summary>A dispute freezes until it is decided; a warning until a dispute is won.</summary>
    public bool IsFrozenNow => (Knows(MoneyNews.DisputeOpened) && !IsWon && !IsLost) || (Knows(MoneyNews.FraudWarning) && !IsWon);

    private bool IsWon => Knows(MoneyNews.FundsReinstated) || (Knows(MoneyNews.DisputeDecided) && truth.IsDisputeWon);

    private bool IsLost => !IsWon && Knows(MoneyNews.DisputeDecided);

    private long LostCents => IsLost ? truth.DisputedCents : 0;

    // Stripe says the sum of all refunds with each, so the largest tells of those not heard of too. Once one has failed the sum starts
    // from less, and only what each added can be counted.
    private long RefundedCents
    {
        get
        {
            var heard = truth.Refunds.Where(refund => Knows(refund.News)).ToList();
            return Knows(MoneyNews.SecondRefundFailed)
                ? Math.Max(0, (heard.Count > 0 ? heard.Sum(refund => refund.SumCents - refund.BeforeCents) : 0) - truth.FailedCents)
                : heard.Select(refund => refund.SumCents).DefaultIfEmpty().Max();
        }
    }

    private bool Knows(MoneyNews news) => known.Contains(news);
}

/// <summary>What really happens to a payment's money.</summary>
internal sealed record PaymentTruth(long Credits, long AmountCents, bool IsDisputeWon)
{
    public long DisputedCents => AmountCents * 3 / 10;

    public long FailedCents => Refunds[1].SumCents - Refunds[1].BeforeCents;

    public IReadOnlyList<(MoneyNews News, long BeforeCents, long SumCents)> Refunds =>
    [
        (MoneyNews.FirstRefund, 0, AmountCents / 5),
        (MoneyNews.SecondRefund, AmountCents / 5, AmountCents / 2),
        (MoneyNews.LastRefund, AmountCents / 2, AmountCents),
    ];
}
