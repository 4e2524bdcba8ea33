using Npgsql;
using Testing;

namespace EndToEnd.Tests;

[Collection(OneSystem.Name)]
public sealed class TamperingTests(RunningSystem system)
{
    [Theory]
    [InlineData("UPDATE transactions SET amount = amount")]
    [InlineData("DELETE FROM transactions")]
    public async Task TheServicesRole_MayNotRewriteTheLedger(string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => system.CreditsAsync<object>(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task WhatASuperuserChanged_VerifyNames_AndIsSilentWhenItIsPutBack()
    {
        var user = RunningSystem.NewUser();
        await system.DeliverAsync(system.PaymentOf(user, 100));
        await Eventually.Async(async () => Assert.Equal(2, await system.CreditsAsync<long>(
            $"SELECT count(*) FROM transactions WHERE user_id = '{user}'")));

        await ChangeAsync("amount + 1");
        var (exitCode, output) = await system.TryDevAsync("verify");
        await ChangeAsync("amount - 1");

        Assert.Equal(1, exitCode);
        Assert.Contains(user, output, StringComparison.Ordinal);
        Assert.Contains("transaction 2", output, StringComparison.Ordinal);
        await system.AssertSoundAsync();

        Task<long> ChangeAsync(string amount) => system.SuperuserAsync<long>(
            $"UPDATE transactions SET amount = {amount} WHERE user_id = '{user}' AND sequence = 2 RETURNING sequence");
    }
}
