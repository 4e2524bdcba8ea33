using Testing;

namespace EndToEnd.Tests;

/// <summary>Two replicas of Credits are one ledger: spends, sweeps and the loss of one of them in the middle.</summary>
[Collection(OneSystem.Name)]
public sealed class SharingTheLoadTests(RunningSystem system) : IAsyncLifetime
{
    private const int Users = 20;
    private const long Credits = 100_000;
    private const long Gift = 10;
    private const long Held = 3;

    private string[] addresses = [];

    public async Task InitializeAsync()
    {
        await system.StartReplicasAsync("credits", 2);
        addresses = [system.Setting("CREDITS_URL"), system.Setting("CREDITS_URL_2")];
    }

    public async Task DisposeAsync()
    {
        await system.StartReplicasAsync("credits", 2);
        await system.StopReplicaAsync("credits");
    }

    [Fact]
    public async Task SpendsThroughBoth_UnderOwnAndUnderTheSameKeys_AddUpAsThroughOne()
    {
        var users = await system.UsersWithAsync(Users, Credits);
        using var load = new SpendingLoad(users, await system.TokenAsync("playground", "--scope", "credits:spend"));

        await load.SpendAsync(addresses, 1_000);
        await load.SpendTwiceAtOnceAsync(addresses, 200);
        await load.RepeatUnansweredAsync(addresses[0]);

        await load.AssertBookedOnceAsync(system);
        foreach (var user in users)
        {
            Assert.Equal(Credits + RunningSystem.SignupBonus - load.CreditsOf(user), await system.BalanceInLedgerAsync(user));
        }
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task WhenOneIsKilledInTheMiddle_TheOtherGoesOn_AndNothingIsLostOrDouble()
    {
        var users = await system.UsersWithAsync(Users, Credits);
        using var load = new SpendingLoad(users, await system.TokenAsync("playground", "--scope", "credits:spend"));

        var spending = load.SpendAsync(addresses, 3_000);
        await Eventually.Async(() => Task.FromResult(load.AnsweredCount >= 500));
        system.Kill("PID_CREDITS_2");
        await spending;
        await load.RepeatUnansweredAsync(addresses[0]);

        Assert.True(load.AnsweredCount >= 3_000);
        await load.AssertBookedOnceAsync(system);
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task BothSweepers_BookEachOverdueGrantAndHoldOnce()
    {
        var until = await system.BusinessNowAsync() + TimeSpan.FromHours(20);
        var users = await system.UsersWithAsync(Users, Gift, until);
        foreach (var user in users)
        {
            using var hold = await system.SendAsync(
                HttpMethod.Post, "/holds", await system.TokenAsync("playground", "--scope", "credits:spend"),
                new { userId = user, amount = Held, expiresInSeconds = 36_000 });
            Assert.True(hold.IsSuccessStatusCode);
        }

        await system.DevAsync("clock", "+1d");

        var those = $"user_id IN ('{string.Join("', '", users)}')";
        await Eventually.Async(
            async () => Assert.Equal(Users * Gift, await system.CreditsAsync<long>(
                $"SELECT COALESCE(-sum(amount), 0)::bigint FROM transactions WHERE type = 'expire' AND {those}")),
            TimeSpan.FromMinutes(2));
        Assert.Equal(Users, await system.CreditsAsync<long>($"SELECT count(*) FROM holds WHERE status = 'expired' AND {those}"));
        Assert.Equal(Users, await system.CreditsAsync<long>($"SELECT count(DISTINCT user_id) FROM transactions WHERE type = 'expire' AND {those}"));
        await system.AssertSoundAsync();
    }
}
