using Contracts;
using Testing;

namespace Credits.Tests.Refunds;

/// <summary>Payment, partial refunds, dispute and full refund: in whatever order they are heard of, the end is the same.</summary>
public sealed class RefundsAndDisputesInAnyOrderTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const int Orders = 120;
    private const int OrdersAtATime = 6;

    [Theory]
    [InlineData(DisputeOutcome.Lost, true, 5)]
    [InlineData(DisputeOutcome.Won, true, 5)]
    [InlineData(DisputeOutcome.Lost, false, 5)]
    [InlineData(DisputeOutcome.Won, false, 55)]
    public async Task EveryOrder_EndsAlike(string outcome, bool isRefundedInFull, long balance)
    {
        var random = new Random(outcome.Length + (isRefundedInFull ? 1 : 0));
        var ends = new List<(string User, string Payment)>();
        foreach (var chunk in Enumerable.Range(0, Orders).Chunk(OrdersAtATime))
        {
            ends.AddRange(await Task.WhenAll(chunk.Select(_ => DeliverAsync(outcome, isRefundedInFull, random.Next()))));
        }
        await credits.ConsumedAllAsync();

        foreach (var (user, payment) in ends)
        {
            var found = await credits.BalanceOfAsync(user);
            Assert.Equal((balance, 0, 0), (found.Balance, found.Frozen, found.Held));
            Assert.Equal(0, await credits.ScalarAsync<long>($"SELECT COALESCE(sum(target - taken), 0)::bigint FROM clawbacks WHERE payment_intent_id = '{payment}'"));
        }
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AFailedRefund_GivesBackWhatItTook_WhicheverIsHeardOfFirst()
    {
        foreach (var isFailureFirst in new[] { false, true })
        {
            var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
            object[] messages = [Messages.Refunded(payment, 400, 0), Messages.RefundFailed(payment, 400)];
            await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
            foreach (var message in isFailureFirst ? messages.Reverse() : messages)
            {
                await credits.PublishAsync(message);
            }
            await credits.PublishAsync(Messages.Refunded(payment, 300, 0));

            await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal(75, found.Balance));
        }
        await credits.ConsumedAllAsync();
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AnOpenDisputeAndAFraudWarning_Freeze_AndAVerdictForUsFrees()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await credits.PublishAsync(Messages.FraudWarning(payment));
        await credits.PublishAsync(Messages.Disputed(payment));
        await credits.ConsumedAllAsync();

        var frozen = await credits.BalanceOfAsync(user);
        Assert.Equal((105, 100, 5), (frozen.Balance, frozen.Frozen, frozen.Available));
        using var refused = await credits.SpendAsync(user, 6);
        await Expect.ProblemAsync(refused, System.Net.HttpStatusCode.PaymentRequired, "insufficient_credits");

        await credits.PublishAsync(Messages.DisputeClosed(payment, DisputeOutcome.Won));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((0, 105), (found.Frozen, found.Available)));
    }

    [Fact]
    public async Task ALossThatIsReinstated_IsUndone()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await credits.PublishAsync(Messages.Disputed(payment));
        await credits.PublishAsync(Messages.DisputeClosed(payment, DisputeOutcome.Lost));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal(5, found.Balance));

        await credits.PublishAsync(Messages.Reinstated(payment));

        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((105, 105), (found.Balance, found.Available)));
        await credits.AssertLedgerIsSoundAsync();
    }

    private async Task<(string User, string Payment)> DeliverAsync(string outcome, bool isRefundedInFull, int seed)
    {
        var random = new Random(seed);
        var (user, payment) = (CreditsApplication.NewUser(), $"pi_{Guid.CreateVersion7():n}");
        List<object> messages =
        [
            CreditsApplication.PaymentOf(user, 100, payment),
            Messages.Refunded(payment, 200, 0),
            Messages.Refunded(payment, 500, 200),
            Messages.Disputed(payment),
            Messages.DisputeClosed(payment, outcome),
        ];
        if (isRefundedInFull)
        {
            messages.Add(Messages.Refunded(payment, 1_000, 500));
        }
        messages.AddRange(messages.Where(_ => random.Next(3) == 0).ToList());
        foreach (var message in messages.OrderBy(_ => random.Next()))
        {
            await credits.PublishAsync(message);
        }
        return (user, payment);
    }
}
