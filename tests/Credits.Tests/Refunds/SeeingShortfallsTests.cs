using System.Net;
using Testing;

namespace Credits.Tests.Refunds;

public sealed class SeeingShortfallsTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task WhatCouldNotBeTaken_IsRecorded_AndTheNextPurchaseStaysWhole()
    {
        var user = await credits.UserWithAsync();
        var payment = await credits.RefundedSpenderAsync(user);

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 50));
        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal((50, 0), (balance.Balance, balance.Debt)));

        var shortfall = Assert.Single((await credits.ShortfallsAsync($"userId={user}")).Items);
        Assert.Equal((payment, user, false), (shortfall.PaymentIntentId, shortfall.UserId, shortfall.IsDebt));
        Assert.Equal((100, 20, 80), (shortfall.TargetCredits, shortfall.TakenCredits, shortfall.ShortfallCredits));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task ARefundThatWasCoveredInFull_IsNoShortfall()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await credits.PublishAsync(Messages.Refunded(payment, 1_000, 0));
        await credits.ConsumedAllAsync();

        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);
        Assert.Empty((await credits.ShortfallsAsync($"userId={user}")).Items);
    }

    [Fact]
    public async Task TheyAreShownPageByPage_EachOnce()
    {
        var payments = new HashSet<string>();
        for (var user = 0; user < 3; user++)
        {
            payments.Add(await credits.RefundedSpenderAsync(await credits.UserWithAsync()));
        }
        var (seen, query) = (new List<string>(), "limit=2");
        while (query is not null)
        {
            var page = await credits.ShortfallsAsync(query);
            seen.AddRange(page.Items.Select(shortfall => shortfall.PaymentIntentId));
            query = page.NextCursor is null ? null : $"limit=2&cursor={page.NextCursor}";
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), payments);
    }

    [Fact]
    public async Task OnlyAnOperator_SeesThem()
    {
        using var response = await credits.ClientFor(CreditsApplication.NewUser()).GetAsync("/api/v1/admin/credits/shortfalls");

        await Expect.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }
}
