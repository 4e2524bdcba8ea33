using System.Collections.Concurrent;
using System.Net;
using Contracts;
using Credits.Tests.Proofs;

namespace Credits.Tests.Refunds;

/// <summary>A pack is refunded after it was spent, so another must make up for it, which meanwhile may be frozen, refunded or held.</summary>
public sealed class TwoPacksInEveryOrderTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Holds = "/api/v1/playground/credits/holds";
    private const long Bonus = 5;
    private const long Pack = 100;

    [Theory]
    [InlineData(DisputeOutcome.Won, 50)]
    [InlineData(DisputeOutcome.Lost, 80)]
    public async Task All120Orders_TakeTheSame(string outcome, long takenBack)
    {
        News[] news =
        [
            new("half of the spent pack refunded", told => Messages.Refunded(told.Spent, 500, 0)),
            new("other pack disputed", told => Messages.Disputed(told.Other, 300)),
            new($"dispute {outcome}", told => Messages.DisputeClosed(told.Other, outcome, 300)),
            new("most of the other pack refunded", told => Messages.Refunded(told.Other, 900, 0)),
            new("that refund failed", told => Messages.RefundFailed(told.Other, 900)),
        ];
        var differences = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(Permutations.Of(news), async (order, _) =>
        {
            var left = await DeliverAsync(order);
            if (left != (Pack - takenBack, 0))
            {
                differences.Add($"{string.Join(" → ", order.Select(told => told.Name))}: {left}");
            }
        });

        Assert.True(differences.IsEmpty, $"{differences.Count} orders differ:\n{string.Join('\n', differences.Order().Take(10))}");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatAHoldReturns_MakesUpForTheRefundThatMissedIt(bool isReleased)
    {
        var told = await SpentAndBoughtAgainAsync();
        var hold = await HoldAsync(told.User, 60);
        await DeliverAsync(told, Messages.Refunded(told.Spent, 1_000, 0));
        Assert.Equal(60, (await credits.BalanceOfAsync(told.User)).Balance);

        using var settled = isReleased
            ? await PostAsync($"{Holds}/{hold}/release", null)
            : await PostAsync($"{Holds}/{hold}/capture", new { amount = 10 });

        Assert.Equal(0, (await credits.BalanceOfAsync(told.User)).Balance);
        Assert.Equal(isReleased ? 0 : 10, await ShortfallsOfAsync(told));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatWasBoughtAfterARefund_MakesUpForNothing_WhenItIsFreedAgain()
    {
        var told = new Told(CreditsApplication.NewUser());
        await DeliverAsync(told, CreditsApplication.PaymentOf(told.User, Pack, told.Spent));
        using var spend = await credits.SpendAsync(told.User, Bonus + Pack);
        await DeliverAsync(told, Messages.Refunded(told.Spent, 1_000, 0));
        credits.Time.Advance(TimeSpan.FromSeconds(1));

        await DeliverAsync(told, CreditsApplication.PaymentOf(told.User, Pack, told.Other));
        await DeliverAsync(told, Messages.Disputed(told.Other, 300));
        await DeliverAsync(told, Messages.DisputeClosed(told.Other, DisputeOutcome.Won, 300));

        Assert.Equal(Pack, (await credits.BalanceOfAsync(told.User)).Available);
        Assert.Equal(Pack, await ShortfallsOfAsync(told));
        await credits.AssertLedgerIsSoundAsync();
    }

    private async Task<(long Balance, long Shortfalls)> DeliverAsync(IReadOnlyList<News> order)
    {
        var told = await SpentAndBoughtAgainAsync();
        foreach (var news in order)
        {
            await DeliverAsync(told, news.Message(told));
        }
        return ((await credits.BalanceOfAsync(told.User)).Balance, await ShortfallsOfAsync(told));
    }

    private async Task<Told> SpentAndBoughtAgainAsync()
    {
        var told = new Told(CreditsApplication.NewUser());
        await DeliverAsync(told, CreditsApplication.PaymentOf(told.User, Pack, told.Spent));
        using var spend = await credits.SpendAsync(told.User, Bonus + Pack);
        Assert.Equal(HttpStatusCode.Created, spend.StatusCode);
        await DeliverAsync(told, CreditsApplication.PaymentOf(told.User, Pack, told.Other));
        return told;
    }

    private Task DeliverAsync(Told told, object message) => Delivery.Direct(credits.Services)(message);

    private Task<long> ShortfallsOfAsync(Told told) => credits.ScalarAsync<long>(
        $"SELECT coalesce(sum(target - taken), 0)::bigint FROM clawbacks WHERE user_id = '{told.User}'");

    private async Task<Guid> HoldAsync(string user, long amount)
    {
        using var answer = await PostAsync(Holds, new { userId = user, amount });
        return (await Expect.BodyAsync<HoldView>(answer, HttpStatusCode.Created)).HoldId;
    }

    private Task<HttpResponseMessage> PostAsync(string path, object? body) => CreditsApplication.PostAsync(credits.Playground(), path, body);

    private sealed record HoldView(Guid HoldId);

    private sealed record Told(string User)
    {
        public string Spent { get; } = $"pi_{Guid.CreateVersion7():n}";

        public string Other { get; } = $"pi_{Guid.CreateVersion7():n}";
    }

    private sealed record News(string Name, Func<Told, object> Message);
}
