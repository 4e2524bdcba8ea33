using Contracts;
using Credits.Tests.Proofs.Model;

namespace Credits.Tests.Proofs.Stories;

/// <summary>News as messages: each time an event of its own, as when Stripe tells one fact twice.</summary>
internal static class StripeNews
{
    public static string SubscriptionOf(string user) => $"sub_{user}";

    public static object Of(MoneyNews news, PaymentTruth truth, string user, string payment) => news switch
    {
        MoneyNews.Paid => CreditsApplication.PaymentOf(user, truth.Credits, payment) with { AmountCents = truth.AmountCents },
        MoneyNews.SecondRefundFailed => Messages.RefundFailed(payment, truth.FailedCents) with { RefundId = $"re_{payment}" },
        MoneyNews.DisputeOpened => Messages.Disputed(payment, truth.DisputedCents),
        MoneyNews.DisputeDecided => Messages.DisputeClosed(
            payment, truth.IsDisputeWon ? DisputeOutcome.Won : DisputeOutcome.Lost, truth.DisputedCents),
        MoneyNews.FundsReinstated => Messages.Reinstated(payment, truth.DisputedCents),
        MoneyNews.FraudWarning => Messages.FraudWarning(payment),
        _ => RefundOf(truth.Refunds.Single(refund => refund.News == news), truth, payment),
    };

    public static object Of(PeriodNews news, string user, DateTimeOffset begin, DateTimeOffset end) => news switch
    {
        PeriodNews.Activated => Messages.Activated(user, SubscriptionOf(user), begin, end),
        PeriodNews.Renewed => Messages.Renewed(user, SubscriptionOf(user), begin, end),
        PeriodNews.PastDue => Messages.PastDue(user, SubscriptionOf(user), begin),
        PeriodNews.Recovered => Messages.Recovered(user, SubscriptionOf(user), begin),
        _ => throw new ArgumentOutOfRangeException(nameof(news)),
    };

    public static void Note(PeriodNews news, ModelPeriod period, DateTimeOffset end)
    {
        switch (news)
        {
            case PeriodNews.PastDue:
                period.WasPastDue = true;
                break;
            case PeriodNews.Recovered:
                period.WasRecovered = true;
                break;
            default:
                period.EndsAt = end;
                break;
        }
    }

    private static ChargeRefunded RefundOf((MoneyNews News, long BeforeCents, long SumCents) refund, PaymentTruth truth, string payment) =>
        Messages.Refunded(payment, refund.SumCents, refund.BeforeCents, truth.AmountCents) with { EventId = $"evt_{payment}_{refund.News}" };
}
