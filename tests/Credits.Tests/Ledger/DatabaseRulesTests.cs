using Npgsql;

namespace Credits.Tests.Ledger;

/// <summary>What PostgreSQL refuses by itself, whatever the code believes.</summary>
public sealed class DatabaseRulesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string NewGrant = "INSERT INTO grants (id, user_id, bucket, amount, source, granted_at) VALUES";
    private const string Transactions =
        "INSERT INTO transactions (user_id, sequence, id, amount, balance_after, type, idempotency_key, created_at, grant_ids, grant_amounts, hash) VALUES ";

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
        // Its hash is none: the verifier finds this one.
        Assert.Single(await credits.VerifyLedgerAsync(), finding => finding.UserId == user);
        await ForgetAsync(user);
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
    public async Task AGrantOfNobody_IsRefused_AlsoWithItsTransaction()
    {
        var (nobody, id) = (CreditsApplication.NewUser(), Guid.CreateVersion7());

        await RefusedAsync(Granting(nobody, id));
        await RefusedAsync($"{Granting(nobody, id)}; {Booking(nobody, 1, 5, 5, $"'{{{id}}}'", "'{5}'", $"'gift:{id}'")}");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(4, 9, "{4}")] // less than it holds
    [InlineData(6, 11, "{6}")] // more than it holds
    [InlineData(5, 11, "{5}")] // and the account by another amount
    [InlineData(5, 10, "{4}")] // by parts that are not its sum
    public async Task AGrantBookedWithAnythingElseThanItHolds_IsRefused(long amount, long balanceAfter, string parts)
    {
        var user = await credits.UserWithAsync();
        var id = Guid.CreateVersion7();

        await RefusedAsync($"{Granting(user, id)}; {Booking(user, 2, amount, balanceAfter, $"'{{{id}}}'", $"'{parts}'", $"'gift:{id}'")}");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(", ")] // in one statement
    [InlineData($"; {Transactions}")]
    public async Task AGrant_HoldsWhatItsTransactionBroughtAndTheNextLeft_AndIsBroughtOnce(string between)
    {
        var user = await credits.UserWithAsync();
        var id = Guid.CreateVersion7();
        var bringing = Row(user, 2, 5, 10, $"'{{{id}}}'", "'{5}'", $"'gift:{id}'");

        await CreditsApplication.ExecuteAsync(
            credits.Database.ServiceConnectionString,
            $"{Granting(user, id)}; {Transactions}{bringing}{between}{Row(user, 3, -2, 8, $"'{{{id}}}'", "'{-2}'")}");

        Assert.Equal(3, await credits.ScalarAsync<long>($"SELECT remaining FROM grants WHERE id = '{id}'"));
        Assert.Equal(8, await credits.ScalarAsync<long>($"SELECT balance FROM accounts WHERE user_id = '{user}'"));
        await RefusedAsync(Booking(user, 4, 5, 13, $"'{{{id}}}'", "'{5}'", $"'gift:{id}'"));
        // Sums and remains are right; the hashes of what is written by hand are none.
        Assert.Equal(
            ["transaction 2", "transaction 3"],
            (await credits.VerifyLedgerAsync()).Where(finding => finding.UserId == user).Select(finding => finding.Row).Order());
        await ForgetAsync(user);
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

    private static string Booking(
        string user, long sequence, long amount, long balanceAfter, string grants, string amounts, string key = "NULL") =>
        Transactions + Row(user, sequence, amount, balanceAfter, grants, amounts, key);

    private static string Row(
        string user, long sequence, long amount, long balanceAfter, string grants, string amounts, string key = "NULL") =>
        $"('{user}', {sequence}, gen_random_uuid(), {amount}, {balanceAfter}, 'spend', {key}, now(), {grants}, {amounts}, sha256(''))";

    private static string Granting(string user, Guid id) => $"{NewGrant} ('{id}', '{user}', 'bonus', 5, 'gift:{id}', now())";

    // What is written by hand has no hash that fits, so it is put out of the sight of other tests.
    private Task<int> ForgetAsync(string user) => CreditsApplication.ExecuteAsync(
        credits.Database.SuperuserConnectionString,
        $"DELETE FROM transactions WHERE user_id = '{user}'; DELETE FROM grants WHERE user_id = '{user}'; DELETE FROM accounts WHERE user_id = '{user}'");

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
