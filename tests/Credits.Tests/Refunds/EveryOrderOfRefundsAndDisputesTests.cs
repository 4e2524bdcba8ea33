using System.Collections.Concurrent;
using System.Net;
using Contracts;
using Credits.Tests.Proofs;

namespace Credits.Tests.Refunds;

/// <summary>Payment, refunds and a dispute in each and every order: the end is always the one that the sums say.</summary>
public sealed class EveryOrderOfRefundsAndDisputesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const long Bonus = 5;
    private const long Pack = 100;
    private const long SpentCredits = 30;
    private const int AtATime = 8;
    private const int ShownMax = 10;

    /// <summary>When somebody spends.</summary>
    public enum Spending
    {
        Never,
        AfterThePayment,
        AtTheEnd,
    }

    [Theory]
    [InlineData(DisputeOutcome.Lost, Spending.Never, false)]
    [InlineData(DisputeOutcome.Won, Spending.Never, false)]
    [InlineData(DisputeOutcome.Lost, Spending.AfterThePayment, true)]
    [InlineData(DisputeOutcome.Won, Spending.AfterThePayment, true)]
    public Task RefundedInFull_All720OrdersEndAlike(string outcome, Spending spending, bool isEachToldTwice) =>
        DeliverEveryOrderAsync([.. Partly(outcome), new("full refund", told => Messages.Refunded(told.Payment, 1_000, 500))], new(spending, isEachToldTwice, Pack));

    [Theory]
    [InlineData(DisputeOutcome.Lost, Spending.Never, true, 80)]
    [InlineData(DisputeOutcome.Won, Spending.Never, true, 50)]
    [InlineData(DisputeOutcome.Lost, Spending.AfterThePayment, false, 80)]
    [InlineData(DisputeOutcome.Won, Spending.AfterThePayment, false, 50)]
    [InlineData(DisputeOutcome.Lost, Spending.AtTheEnd, true, 80)]
    [InlineData(DisputeOutcome.Won, Spending.AtTheEnd, true, 50)]
    public Task RefundedAndDisputedInPart_All120OrdersEndAlike(string outcome, Spending spending, bool isEachToldTwice, long takenBack) =>
        DeliverEveryOrderAsync(Partly(outcome), new(spending, isEachToldTwice, takenBack));

    private static News[] Partly(string outcome) =>
    [
        new("payment", told => CreditsApplication.PaymentOf(told.User, Pack, told.Payment)),
        new("first refund", told => Messages.Refunded(told.Payment, 200, 0)),
        new("second refund", told => Messages.Refunded(told.Payment, 500, 200)),
        new("dispute opened", told => Messages.Disputed(told.Payment, 300)),
        new($"dispute {outcome}", told => Messages.DisputeClosed(told.Payment, outcome, 300)),
    ];

    private async Task DeliverEveryOrderAsync(News[] news, Variant variant)
    {
        var differences = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Permutations.Of(news), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (order, _) =>
            {
                if (await DifferenceAsync(order, variant) is { } difference)
                {
                    differences.Add($"{string.Join(" → ", order.Select(told => told.Name))}: {difference}");
                }
            });

        Assert.True(differences.IsEmpty, $"{differences.Count} orders differ:\n{string.Join('\n', differences.Order().Take(ShownMax))}");
        await credits.AssertLedgerIsSoundAsync();
    }

    /// <returns>Null when this order ends as it should.</returns>
    private async Task<string?> DifferenceAsync(IReadOnlyList<News> order, Variant variant)
    {
        var (deliver, told, spent) = (Delivery.Direct(credits.Services), new Told(CreditsApplication.NewUser(), $"pi_{Guid.CreateVersion7():n}"), 0L);
        foreach (var news in order)
        {
            await deliver(news.Message(told));
            spent += variant.Spending == Spending.AfterThePayment && news.Name == "payment" ? await SpendAsync(told.User) : 0;
        }
        if (variant.IsEachToldTwice)
        {
            foreach (var news in order.Reverse())
            {
                await deliver(news.Message(told));
            }
        }
        spent += variant.Spending == Spending.AtTheEnd ? await SpendAsync(told.User) : 0;

        var expected = variant.EndAfter(spent);
        var found = await EndOfAsync(told);
        return found == expected ? null : $"{spent} spent, {found} instead of {expected}";
    }

    private async Task<long> SpendAsync(string user)
    {
        using var answer = await credits.SpendAsync(user, SpentCredits);
        return answer.StatusCode == HttpStatusCode.Created ? SpentCredits : 0;
    }

    private async Task<End> EndOfAsync(Told told)
    {
        var balance = await credits.BalanceOfAsync(told.User);
        var shortfall = await credits.ScalarAsync<long>($"SELECT target - taken FROM clawbacks WHERE payment_intent_id = '{told.Payment}'");
        return new End(balance.Balance, balance.Held, balance.Frozen, shortfall);
    }

    private sealed record Told(string User, string Payment);

    private sealed record News(string Name, Func<Told, object> Message);

    private sealed record End(long Balance, long Held, long Frozen, long Shortfall);

    private sealed record Variant(Spending Spending, bool IsEachToldTwice, long TakenBack)
    {
        // What was spent early may have been of the pack, and is then missing when it is taken back; who spends last finds only what is left.
        public End EndAfter(long spent)
        {
            var leftOfPack = Spending == Spending.AfterThePayment ? Pack - Math.Max(0, spent - Bonus) : Pack;
            var shortfall = Math.Max(0, TakenBack - leftOfPack);
            return new End(Bonus + Pack - spent - TakenBack + shortfall, 0, 0, shortfall);
        }
    }
}
