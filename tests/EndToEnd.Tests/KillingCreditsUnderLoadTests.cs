using Testing;

namespace EndToEnd.Tests;

/// <summary>SIGKILL for Credits, ten times at any moment of full load: what was acknowledged is kept, and what is repeated is done once.</summary>
[Collection(OneSystem.Name)]
public sealed class KillingCreditsUnderLoadTests(RunningSystem system)
{
    private const int Kills = 10;
    private const int Users = 40;
    private const int AnswersMin = 20;
    private const int AnswersMax = 1_500;
    private const long Credits = 1_000_000;

    [Fact]
    public async Task WhateverTheMoment_NoAcknowledgedSpendIsMissing_AndNoneIsDouble()
    {
        var users = await system.UsersWithAsync(Users, Credits);
        using var load = new SpendingLoad(users, await system.TokenAsync("playground", "--scope", "credits:spend"));
        var random = new Random(Kills);
        for (var kill = 0; kill < Kills; kill++)
        {
            var until = load.AnsweredCount + random.Next(AnswersMin, AnswersMax);
            var spending = load.SpendAsync([system.Setting("CREDITS_URL")], int.MaxValue / 2);
            await Eventually.Async(() => Task.FromResult(load.AnsweredCount >= until), TimeSpan.FromMinutes(3));
            system.Kill("PID_CREDITS");
            await spending;
            Assert.NotEqual(0, load.UnansweredCount);

            await system.RestartAsync("credits");
            await load.RepeatUnansweredAsync(system.Setting("CREDITS_URL"));
            await load.AssertBookedOnceAsync(system);
        }

        foreach (var user in users)
        {
            Assert.Equal(Credits + RunningSystem.SignupBonus - load.CreditsOf(user), await system.BalanceInLedgerAsync(user));
        }
        await system.AssertSoundAsync();
    }
}
