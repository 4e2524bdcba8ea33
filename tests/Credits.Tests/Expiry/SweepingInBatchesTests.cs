using System.Net;
using Credits.Expiry;
using Credits.Tests.Proofs;

namespace Credits.Tests.Expiry;

/// <summary>Many overdue grants and holds, few accounts at a time, two replicas at once: each is booked once and truly.</summary>
public sealed class SweepingInBatchesTests : IAsyncLifetime
{
    private const int Accounts = 20;
    private const long Gift = 10;
    private const long Kept = 3;

    // The service's own sweeper stays away after its start, so that each batch is one of the test's.
    private readonly CreditsApplication credits = new() { Settings = [("Expiry:BatchSize", "3"), ("Expiry:IntervalMilliseconds", "3600000")] };
    private List<string> users = [];

    public async Task InitializeAsync()
    {
        await credits.InitializeAsync();
        users = [.. Enumerable.Range(0, Accounts).Select(_ => CreditsApplication.NewUser())];
        await Task.WhenAll(users.Select(GiveForADayAsync));
    }

    public Task DisposeAsync() => credits.DisposeAsync();

    [Fact]
    public async Task WhatIsOverdue_IsBookedOnce_ByTwoReplicasAtOnce()
    {
        await using var second = credits.CreateReplica();
        // Started, and its first sweep behind it, while nothing is due yet: what is swept from here on, the test sweeps.
        Assert.Equal(new SweepResult(0, 0, 0), await Sweeping.AllAsync(second.Services));
        credits.Time.Advance(TimeSpan.FromDays(1));

        var swept = await Task.WhenAll(Sweeping.AllAsync(credits.Services), Sweeping.AllAsync(second.Services));
        var rest = await Sweeping.AllAsync(credits.Services);

        Assert.Equal(Accounts * Gift, swept.Append(rest).Sum(result => result.Credits));
        Assert.Equal(Accounts, await credits.ScalarAsync<long>($"SELECT count(*) FROM transactions WHERE type = 'expire' AND amount = -{Gift}"));
        Assert.Equal(new SweepResult(0, 0, 0), await Sweeping.AllAsync(second.Services));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatAHoldSetAside_ExpiresWhenTheHoldDoes_AndNotBefore()
    {
        await Task.WhenAll(users.Select(user => HoldAsync(user, TimeSpan.FromHours(20))));
        credits.Time.Advance(TimeSpan.FromHours(10));
        await Task.WhenAll(users.Select(user => HoldAsync(user, TimeSpan.FromHours(20))));

        credits.Time.Advance(TimeSpan.FromHours(14));
        var atTheGrantsEnd = await Sweeping.AllAsync(credits.Services);
        Assert.Equal((Accounts * (Gift - Kept), Accounts), (atTheGrantsEnd.Credits, atTheGrantsEnd.Holds));
        Assert.All(await Task.WhenAll(users.Select(credits.BalanceOfAsync)), balance => Assert.Equal((5 + Kept, Kept), (balance.Balance, balance.Held)));

        credits.Time.Advance(TimeSpan.FromHours(6));
        var atTheHoldsEnd = await Sweeping.AllAsync(credits.Services);
        Assert.Equal((Accounts * Kept, Accounts), (atTheHoldsEnd.Credits, atTheHoldsEnd.Holds));
        Assert.All(await Task.WhenAll(users.Select(credits.BalanceOfAsync)), balance => Assert.Equal((5, 0), (balance.Balance, balance.Held)));
        await credits.AssertLedgerIsSoundAsync();
    }

    private async Task GiveForADayAsync(string user)
    {
        var body = new { userId = user, amount = Gift, reason = "A gift for a day", expiresAt = credits.Time.GetUtcNow().AddDays(1) };
        using var answer = await CreditsApplication.PostAsync(credits.Operator(), "/api/v1/admin/credits/grant", body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private async Task HoldAsync(string user, TimeSpan length)
    {
        var body = new { userId = user, amount = Kept, expiresInSeconds = (int)length.TotalSeconds };
        using var answer = await CreditsApplication.PostAsync(credits.Playground(), "/api/v1/playground/credits/holds", body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
