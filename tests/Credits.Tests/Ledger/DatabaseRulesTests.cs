using Npgsql;

namespace Credits.Tests.Ledger;

/// <summary>What PostgreSQL refuses by itself, whatever the code believes.</summary>
public sealed class DatabaseRulesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string InsertTransaction =
        "INSERT INTO transactions (user_id, sequence, id, amount, balance_after, type, created_at, hash) VALUES";

    [Theory]
    [InlineData("UPDATE transactions SET amount = amount + 1")]
    [InlineData("DELETE FROM transactions")]
    [InlineData("TRUNCATE transactions CASCADE")]
    [InlineData("UPDATE transaction_grants SET amount = 7")]
    [InlineData("DELETE FROM transaction_grants")]
    [InlineData("DELETE FROM grants")]
    [InlineData("DELETE FROM accounts")]
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
    [InlineData("UPDATE transaction_grants SET amount = 7")]
    [InlineData("DELETE FROM transaction_grants")]
    [InlineData("DELETE FROM grants")]
    [InlineData("UPDATE grants SET amount = amount + 1")]
    public async Task EvenTheOwner_IsRefusedByATrigger(string sql)
    {
        await credits.UserWithAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => CreditsApplication.ExecuteAsync(credits.Database.OwnerConnectionString, sql));

        Assert.Equal(PostgresErrorCodes.RestrictViolation, refusal.SqlState);
    }

    [Theory]
    [InlineData("3, gen_random_uuid(), 1, 6")] // leaves a gap
    [InlineData("2, gen_random_uuid(), 1, 7")] // not the running sum
    [InlineData("2, gen_random_uuid(), 1, 6")] // the account does not follow
    [InlineData("2, gen_random_uuid(), -6, -1")] // below zero
    [InlineData("1, gen_random_uuid(), 5, 5")] // the number is taken
    public async Task ATransactionThatDoesNotFollow_IsRefused(string values)
    {
        var user = await credits.UserWithAsync();
        var (head, tail) = (values[..values.IndexOf(',')], values[values.IndexOf(',')..]);

        await RefusedAsync($"{InsertTransaction} ('{user}', {head}{tail}, 'bonus', now(), sha256(''))");
    }

    [Theory]
    [InlineData("UPDATE accounts SET balance = balance + 1")]
    [InlineData("UPDATE accounts SET sequence = sequence + 1")]
    [InlineData("UPDATE accounts SET balance = -1")]
    [InlineData("UPDATE grants SET remaining = remaining - 1")]
    [InlineData("UPDATE grants SET remaining = amount + 1")]
    [InlineData("UPDATE grants SET remaining = -1")]
    public async Task ABalanceThatMovesWithoutATransaction_IsRefused(string sql)
    {
        var user = await credits.UserWithAsync();

        await RefusedAsync($"{sql} WHERE user_id = '{user}'");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task ASourceThatWasGranted_IsRefused()
    {
        var user = await credits.UserWithAsync();

        await RefusedAsync(
            "INSERT INTO grants (id, user_id, bucket, amount, remaining, source, granted_at) "
            + $"VALUES (gen_random_uuid(), '{user}', 'bonus', 5, 5, 'signup:{user}', now())");
    }

    private async Task RefusedAsync(string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => CreditsApplication.ExecuteAsync(credits.Database.ServiceConnectionString, sql));
        Assert.StartsWith("23", refusal.SqlState, StringComparison.Ordinal);
    }
}
