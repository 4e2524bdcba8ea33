using Testing;

namespace Credits.Tests.Renewal;

public sealed class RenewingASubscriptionTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CreditsApplication credits = new();
    private string user = "";

    public async Task InitializeAsync()
    {
        await credits.InitializeAsync();
        user = await credits.UserWithAsync();
    }

    public Task DisposeAsync() => credits.DisposeAsync();

    [Fact]
    public async Task WhatWasNotUsed_RollsOverForOnePeriod()
    {
        await credits.PublishAsync(Messages.Activated(user, "sub_1", Start, Start.AddMonths(1)));
        await EventuallyAsync(balance => Assert.Equal((105, 100), (balance.Balance, balance.Monthly.Remaining)));
        credits.Time.SetUtcNow(Start.AddMonths(1));
        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);

        await credits.PublishAsync(Messages.Renewed(user, "sub_1", Start.AddMonths(1), Start.AddMonths(2)));
        await EventuallyAsync(balance => Assert.Equal((205, 100, 100), (balance.Balance, balance.Monthly.Remaining, balance.Rollover.Amount)));

        credits.Time.SetUtcNow(Start.AddMonths(2));
        await credits.PublishAsync(Messages.Renewed(user, "sub_1", Start.AddMonths(2), Start.AddMonths(3)));
        await EventuallyAsync(balance => Assert.Equal((205, 100), (balance.Balance, balance.Rollover.Amount)));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task PeriodsHeardOfBackwardsAndTwice_EndAsInOrder()
    {
        credits.Time.SetUtcNow(Start.AddMonths(2).AddDays(1));
        for (var again = 0; again < 2; again++)
        {
            await credits.PublishAsync(Messages.Renewed(user, "sub_1", Start.AddMonths(2), Start.AddMonths(3)));
            await credits.ConsumedAllAsync();
            await credits.PublishAsync(Messages.Renewed(user, "sub_1", Start.AddMonths(1), Start.AddMonths(2)));
            await credits.ConsumedAllAsync();
            await credits.PublishAsync(Messages.Activated(user, "sub_1", Start, Start.AddMonths(1)));
            await credits.ConsumedAllAsync();
        }

        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((205, 100, 100), (balance.Balance, balance.Monthly.Remaining, balance.Rollover.Amount));
        Assert.Equal(3, (await credits.HistoryOfAsync(user, "?type=monthly")).Total);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AnUnpaidPeriod_IsFrozen_UntilItIsPaid_InAnyOrder()
    {
        await credits.PublishAsync(Messages.PastDue(user, "sub_1", Start));
        await credits.ConsumedAllAsync();
        await credits.PublishAsync(Messages.Activated(user, "sub_1", Start, Start.AddMonths(1)));
        await EventuallyAsync(balance => Assert.Equal((105, 100, 5), (balance.Balance, balance.Frozen, balance.Available)));

        await credits.PublishAsync(Messages.Recovered(user, "sub_1", Start));
        await EventuallyAsync(balance => Assert.Equal(105, balance.Available));
        await credits.PublishAsync(Messages.PastDue(user, "sub_1", Start));
        await credits.ConsumedAllAsync();

        Assert.Equal(105, (await credits.BalanceOfAsync(user)).Available);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatRollsOverOfAnUnpaidPeriod_IsFrozenWithIt_WhicheverIsHeardOfFirst(bool isRenewalFirst)
    {
        credits.Time.SetUtcNow(Start.AddMonths(1));
        await credits.PublishAsync(Messages.Activated(user, "sub_1", Start, Start.AddMonths(1)));
        await credits.ConsumedAllAsync();
        object[] news = [Messages.PastDue(user, "sub_1", Start), Messages.Renewed(user, "sub_1", Start.AddMonths(1), Start.AddMonths(2))];
        foreach (var message in isRenewalFirst ? news.Reverse() : news)
        {
            await credits.PublishAsync(message);
            await credits.ConsumedAllAsync();
        }
        var unpaid = await credits.BalanceOfAsync(user);
        Assert.Equal((205, 100, 105), (unpaid.Balance, unpaid.Frozen, unpaid.Available));

        await credits.PublishAsync(Messages.Recovered(user, "sub_1", Start));

        await EventuallyAsync(balance => Assert.Equal((205, 100, 205), (balance.Balance, balance.Rollover.Amount, balance.Available)));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task APeriodThatMovesWithinAPaidOne_GrantsNothingMore_AndLastsLonger()
    {
        await credits.PublishAsync(Messages.Activated(user, "sub_1", Start, Start.AddMonths(1)));
        await credits.ConsumedAllAsync();

        await credits.PublishAsync(Messages.Renewed(user, "sub_1", Start.AddDays(14), Start.AddDays(14).AddMonths(1)));
        await credits.ConsumedAllAsync();

        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((105, Start.AddDays(14).AddMonths(1)), (balance.Balance, balance.Monthly.ResetAt));
    }

    [Fact]
    public async Task TheEnd_TakesTheMonthsCredits_AndLeavesTheRest()
    {
        await credits.PublishAsync(Messages.Activated(user, "sub_1", Start.AddMonths(-1), Start));
        await credits.PublishAsync(Messages.Renewed(user, "sub_1", Start, Start.AddMonths(1)));
        await EventuallyAsync(balance => Assert.Equal(205, balance.Balance));

        await credits.PublishAsync(Messages.Ended(user, "sub_1", Start));

        await EventuallyAsync(balance => Assert.Equal((105, 100), (balance.Balance, balance.Rollover.Amount)));
        await credits.AssertLedgerIsSoundAsync();
    }

    private Task<BalanceView> EventuallyAsync(Action<BalanceView> assert) => Eventually.Async(() => credits.BalanceOfAsync(user), assert);
}
