using Npgsql;

namespace Credits.Tests.Ledger;

/// <summary>What PostgreSQL refuses by itself, whatever the code believes.</summary>
public sealed class DatabaseRulesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string NewGrant = "INSERT INTO grants (id, user_id, bucket, amount, source, granted_at) VALUES";

    [Theory]
    [InlineData("UPDATE transactions SET amount = amount + 1")]
    [InlineData("UPDATE transactions SET grant_ids = '{}'")]
    [InlineData("DELETE FROM transactions")]
    [InlineData("TRUNCATE transactions CASCADE")]
    [InlineData("UPDATE accounts SET balance = balance + 1")]
    [InlineData("UPDATE accounts SET sequence = sequence + 1")]
    [InlineData("INSERT INTO accounts (user_id, balance, opened_at) VALUES ('rich', 1000, now())")]
    [InlineData("DELETE FROM accounts")]
    [InlineData("UPDATE grants SET remaining = remaining - 1")]
    [InlineData("UPDATE grants SET held = 0")]
    [InlineData("UPDATE grants SET amount = amount + 1")]
    [InlineData("DELETE FROM grants")]
    [InlineData("UPDATE holds SET amount = amount + 1")]
    [InlineData("DELETE FROM holds")]
    [InlineData("DELETE FROM payment_facts")]
    [InlineData("UPDATE promo_codes SET redemptions_max = 1000000")]
    [InlineData("ALTER TABLE transactions DISABLE TRIGGER ALL")]
    [InlineData("DROP TABLE transactions")]
    public async Task TheServicesRole_HasNoPrivilegeToRewriteTheLedger(string sql)
    {
        await credits.UserWithAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => CreditsApplication.ExecuteAsync(credits.Database.ServiceConnectionString, sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("UPDATE transactions SET amount = amount + 1")]
    [InlineData("DELETE FROM transactions")]
    [InlineData("TRUNCATE transactions CASCADE")]
    [InlineData("TRUNCATE grants CASCADE")]
    [InlineData("UPDATE accounts SET balance = balance + 1")]
    [InlineData("UPDATE accounts SET sequence = sequence + 1")]
    [InlineData("INSERT INTO accounts (user_id, balance, opened_at) VALUES ('rich', 1000, now())")]
    [InlineData("DELETE FROM accounts")]
    [InlineData("UPDATE grants SET amount = amount + 1")]
    [InlineData("UPDATE grants SET remaining = remaining - 1")]
    [InlineData("UPDATE grants SET source = source || '2'")]
    [InlineData("DELETE FROM grants")]
    public async Task EvenTheOwner_IsRefusedByATrigger(string sql)
    {
        await credits.UserWithAsync();

        await RefusedAsync(credits.Database.OwnerConnectionString, sql);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(3, -1, 4)] // leaves a gap
    [InlineData(2, -1, 5)] // not the running sum
    [InlineData(2, -6, -1)] // below zero
    [InlineData(1, -1, 4)] // the number is taken
    public async Task ATransactionThatDoesNotFollow_IsRefused(long sequence, long amount, long balanceAfter)
    {
        var user = await credits.UserWithAsync();
        var grant = await GrantOfAsync(user);

        await RefusedAsync(Booking(user, sequence, amount, balanceAfter, $"'{{{grant}}}'", $"'{{{amount}}}'"));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task ATransactionThatFollows_MovesItsGrantAndItsAccount()
    {
        var user = await credits.UserWithAsync();
        var grant = await GrantOfAsync(user);

        await CreditsApplication.ExecuteAsync(
            credits.Database.ServiceConnectionString, Booking(user, 2, -2, 3, $"'{{{grant}}}'", "'{-2}'"));

        Assert.Equal(3, await credits.ScalarAsync<long>($"SELECT remaining FROM grants WHERE id = '{grant}'"));
        Assert.Equal(3, await credits.ScalarAsync<long>($"SELECT balance FROM accounts WHERE user_id = '{user}'"));
        // Its hash is none: the verifier finds this one. It is the only account that was written to by hand, so put it out of sight.
        Assert.Single(await credits.VerifyLedgerAsync(), finding => finding.UserId == user);
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString,
            $"DELETE FROM transactions WHERE user_id = '{user}'; DELETE FROM grants WHERE user_id = '{user}'; DELETE FROM accounts WHERE user_id = '{user}'");
    }

    [Fact]
    public async Task ATransactionWhosePartsDoNotSumToIt_IsRefused()
    {
        var user = await credits.UserWithAsync();
        var grant = await GrantOfAsync(user);

        await RefusedAsync(Booking(user, 2, -2, 3, $"'{{{grant}}}'", "'{-1}'"));
        await RefusedAsync(Booking(user, 2, -2, 3, "'{}'", "'{}'"));
    }

    [Fact]
    public async Task ATransactionOutOfAnothersGrant_IsRefused()
    {
        var (user, other) = (await credits.UserWithAsync(), await credits.UserWithAsync());
        var grant = await GrantOfAsync(other);

        await RefusedAsync(Booking(user, 2, -2, 3, $"'{{{grant}}}'", "'{-2}'"));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task ATransactionBeforeItsPredecessorsTime_IsRefused()
    {
        var user = await credits.UserWithAsync();
        var grant = await GrantOfAsync(user);

        await RefusedAsync(Booking(user, 2, -2, 3, $"'{{{grant}}}'", "'{-2}'").Replace("now()", "'2001-01-01'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASourceThatWasGranted_IsRefused()
    {
        var user = await credits.UserWithAsync();

        await RefusedAsync($"{NewGrant} (gen_random_uuid(), '{user}', 'bonus', 5, 'signup:{user}', now())");
    }

    [Fact]
    public async Task AGrantWithoutItsTransaction_IsRefusedAtTheCommit()
    {
        var user = await credits.UserWithAsync();

        await RefusedAsync($"{NewGrant} (gen_random_uuid(), '{user}', 'bonus', 5, 'gift:{user}', now())");
    }

    [Fact]
    public async Task AHoldOverMoreThanRemains_IsRefused()
    {
        var user = await credits.UserWithAsync();
        var grant = await GrantOfAsync(user);

        await RefusedAsync(Holding(user, grant, 6));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AHold_IsSettledOnce()
    {
        var user = await credits.UserWithAsync();
        var grant = await GrantOfAsync(user);
        var service = credits.Database.ServiceConnectionString;
        await CreditsApplication.ExecuteAsync(service, Holding(user, grant, 4));
        Assert.Equal(4, await credits.ScalarAsync<long>($"SELECT held FROM grants WHERE id = '{grant}'"));

        await CreditsApplication.ExecuteAsync(service, $"UPDATE holds SET status = 'released', settled_at = now() WHERE user_id = '{user}'");

        Assert.Equal(0, await credits.ScalarAsync<long>($"SELECT held FROM grants WHERE id = '{grant}'"));
        await RefusedAsync($"UPDATE holds SET status = 'expired', settled_at = now() WHERE user_id = '{user}'");
        await RefusedAsync($"UPDATE holds SET status = 'held', settled_at = NULL WHERE user_id = '{user}'");
        await credits.AssertLedgerIsSoundAsync();
    }

    private Task<Guid> GrantOfAsync(string user) => credits.ScalarAsync<Guid>($"SELECT id FROM grants WHERE user_id = '{user}'");

    private static string Booking(string user, long sequence, long amount, long balanceAfter, string grants, string amounts) =>
        "INSERT INTO transactions (user_id, sequence, id, amount, balance_after, type, created_at, grant_ids, grant_amounts, hash) "
        + $"VALUES ('{user}', {sequence}, gen_random_uuid(), {amount}, {balanceAfter}, 'spend', now(), {grants}, {amounts}, sha256(''))";

    private static string Holding(string user, Guid grant, long amount) =>
        "INSERT INTO holds (id, user_id, amount, status, captured, expires_at, grant_ids, grant_amounts, created_at) "
        + $"VALUES (gen_random_uuid(), '{user}', {amount}, 'held', 0, now() + interval '1 day', '{{{grant}}}', '{{{amount}}}', now())";

    private Task RefusedAsync(string sql) => RefusedAsync(credits.Database.ServiceConnectionString, sql);

    private static async Task RefusedAsync(string connectionString, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => CreditsApplication.ExecuteAsync(connectionString, sql));
        Assert.StartsWith("23", refusal.SqlState, StringComparison.Ordinal);
    }
}
