using System.Net.Http.Json;
using Testing;

namespace Credits.Tests.Balance;

/// <summary>GET /credits?asOf=: what the balance was, whatever became of it since.</summary>
public sealed class BalanceInThePastTests : IAsyncLifetime
{
    private const string Holds = "/api/v1/playground/credits/holds";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly CreditsApplication credits = new();
    private DateTimeOffset start;
    private string user = "";

    public async Task InitializeAsync()
    {
        await credits.InitializeAsync();
        start = credits.Time.GetUtcNow();
        user = await credits.UserWithAsync(purchased: 20);
    }

    public Task DisposeAsync() => credits.DisposeAsync();

    [Fact]
    public async Task BeforeTheAccountWasOpened_ThereIsNothing()
    {
        var before = await AsOfAsync(start.AddSeconds(-1));

        Assert.Equal((0, 0, 0), (before.Balance, before.Available, before.Held));
        Assert.Equal(new BreakdownView(0, 0, 0, 0), before.Breakdown);
    }

    [Fact]
    public async Task BetweenTwoSpends_TheSecondHasNotHappened()
    {
        await SpendAfterAsync(Hour, 3);
        await SpendAfterAsync(Hour, 4);

        Assert.Equal(25, (await AsOfAsync(start + Hour - TimeSpan.FromMicroseconds(1))).Balance);
        Assert.Equal(22, (await AsOfAsync(start + Hour)).Balance);
        Assert.Equal(22, (await AsOfAsync(start + Hour + Hour / 2)).Balance);
        Assert.Equal(18, (await AsOfAsync(start + 2 * Hour)).Balance);
    }

    [Fact]
    public async Task AcrossAnExpiry_WhatExpiredIsThereBefore_AndGoneFromItsHourOn()
    {
        var end = start.AddMonths(1);
        await credits.PublishAsync(Messages.Activated(user, "sub_1", start, end));
        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(125, balance.Balance));
        await SpendAfterAsync(Hour, 30);
        credits.Time.SetUtcNow(end.AddDays(1));
        await Eventually.Async(() => credits.HistoryOfAsync(user, "?type=expire"), expired => Assert.Equal(1, expired.Total));

        var before = await AsOfAsync(end.AddSeconds(-1));
        Assert.Equal((95, 70, 30), (before.Balance, before.Monthly.Remaining, before.Monthly.Used));
        Assert.Equal((25, 0), ((await AsOfAsync(end)).Balance, (await AsOfAsync(end)).Monthly.Remaining));
        Assert.Equal(25, (await AsOfAsync(end.AddDays(1))).Balance);
    }

    [Fact]
    public async Task AHoldThatWasOpenThen_IsHeldThen_AlsoWhenItIsSettledSince()
    {
        credits.Time.Advance(Hour);
        using var placed = await CreditsApplication.PostAsync(
            credits.Playground(), Holds, new { userId = user, amount = 10, expiresInSeconds = 7_200 });
        var hold = (await placed.Content.ReadFromJsonAsync<HoldView>())!.HoldId;
        credits.Time.Advance(Hour);
        using var captured = await CreditsApplication.PostAsync(credits.Playground(), $"{Holds}/{hold}/capture", new { amount = 4 });
        captured.EnsureSuccessStatusCode();

        var (before, open, after) = (await AsOfAsync(start), await AsOfAsync(start + Hour), await AsOfAsync(start + 2 * Hour));
        Assert.Equal((25, 0, 25), (before.Balance, before.Held, before.Available));
        Assert.Equal((25, 10, 15), (open.Balance, open.Held, open.Available));
        Assert.Equal((21, 0, 21), (after.Balance, after.Held, after.Available));
    }

    [Fact]
    public async Task AtEachTransactionsTime_ItIsWhatTheHistorySays()
    {
        foreach (var amount in Enumerable.Range(1, 5))
        {
            await SpendAfterAsync(Hour, amount);
        }

        // Two at the same time leave what the later one left.
        var lines = (await credits.HistoryOfAsync(user)).Transactions.DistinctBy(line => line.CreatedAt).ToList();

        Assert.Equal(6, lines.Count);
        foreach (var line in lines)
        {
            Assert.Equal(line.BalanceAfter, (await AsOfAsync(line.CreatedAt)).Balance);
        }
        Assert.Equal((await credits.BalanceOfAsync(user)).Breakdown, (await AsOfAsync(credits.Time.GetUtcNow())).Breakdown);
    }

    [Fact]
    public async Task TheFuture_IsRefused()
    {
        using var response = await credits.ClientFor(user).GetAsync(PathOf(credits.Time.GetUtcNow().AddSeconds(1)));

        await Expect.ProblemAsync(response, System.Net.HttpStatusCode.BadRequest, "validation_failed");
    }

    private async Task SpendAfterAsync(TimeSpan time, long amount)
    {
        credits.Time.Advance(time);
        using var response = await credits.SpendAsync(user, amount);
        response.EnsureSuccessStatusCode();
    }

    private async Task<BalanceView> AsOfAsync(DateTimeOffset moment) =>
        (await credits.ClientFor(user).GetFromJsonAsync<BalanceView>(PathOf(moment)))!;

    private static string PathOf(DateTimeOffset moment) =>
        $"/api/v1/playground/credits?asOf={Uri.EscapeDataString(moment.ToString("o"))}";

    private sealed record HoldView(Guid HoldId);
}
