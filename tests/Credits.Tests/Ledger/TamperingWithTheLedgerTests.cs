using Testing;

namespace Credits.Tests.Ledger;

/// <summary>What somebody with every right over the database changes, the verifier finds, and names.</summary>
public sealed class TamperingWithTheLedgerTests : IAsyncLifetime
{
    private readonly CreditsApplication credits = new();
    private string user = "";

    public async Task InitializeAsync()
    {
        await credits.InitializeAsync();
        user = await credits.UserWithAsync(purchased: 20);
        using var spend = await credits.SpendAsync(user, 7);
        await credits.UserWithAsync(purchased: 3);
        await credits.AssertLedgerIsSoundAsync();
    }

    public Task DisposeAsync() => credits.DisposeAsync();

    [Theory]
    [InlineData("UPDATE transactions SET amount = amount + 1", 3, "transaction 3")]
    [InlineData("UPDATE transactions SET balance_after = 19", 3, "transaction 3")]
    [InlineData("UPDATE transactions SET description = 'another'", 2, "transaction 2")]
    [InlineData("UPDATE transactions SET created_at = created_at - interval '1 day'", 1, "transaction 1")]
    [InlineData("UPDATE transactions SET metadata = '{\"a\":1}'", 2, "transaction 2")]
    [InlineData("UPDATE transactions SET hash = sha256('x')", 3, "transaction 3")]
    [InlineData("DELETE FROM transactions", 2, "transaction 3")]
    [InlineData("DELETE FROM transactions", 3, "account")]
    [InlineData("UPDATE transactions SET grant_amounts = ARRAY[grant_amounts[1] - 1]", 2, "transaction 2")]
    public async Task AChangedRow_IsNamed(string sql, int sequence, string row)
    {
        await TamperAsync($"{sql} WHERE user_id = '{user}' AND sequence = {sequence}");

        await AssertFoundAsync(row);
    }

    [Theory]
    [InlineData("UPDATE accounts SET balance = balance + 1", "account")]
    [InlineData("UPDATE accounts SET chain_head = sha256('x')", "account")]
    [InlineData("UPDATE grants SET remaining = remaining + 1 WHERE bucket = 'bonus' AND", "grant ")]
    [InlineData("UPDATE grants SET amount = amount + 1 WHERE bucket = 'purchased' AND", "grant ")]
    [InlineData("UPDATE grants SET held = held + 1 WHERE bucket = 'purchased' AND", "grant ")]
    public async Task AChangedBalance_IsNamed(string sql, string row)
    {
        await TamperAsync(sql.EndsWith("AND", StringComparison.Ordinal) ? $"{sql} user_id = '{user}'" : $"{sql} WHERE user_id = '{user}'");

        await AssertFoundAsync(row);
    }

    [Theory]
    [InlineData("UPDATE transactions SET balance_after = 19 WHERE sequence = 3", "transaction 3", "It leaves 19")]
    [InlineData("DELETE FROM transactions WHERE sequence = 2", "transaction 3", "the ones between are missing")]
    [InlineData("UPDATE transactions SET description = 'another' WHERE sequence = 2", "transaction 2", "Its hash does not fit")]
    [InlineData("UPDATE accounts SET chain_head = sha256('x')", "account", "the chain ends elsewhere")]
    [InlineData("UPDATE grants SET remaining = remaining - 1 WHERE amount = 20", "grant {purchased}", "17 of 20 remain")]
    [InlineData("UPDATE grants SET held = held + 1 WHERE amount = 20", "grant {purchased}", "4 of them held")]
    [InlineData("UPDATE holds SET captured = 2, status = 'captured', settled_at = now()", "hold {hold}", "its transaction says nothing")]
    [InlineData("UPDATE clawbacks SET taken = 1, grant_amounts = '{1}'", "refunds", "transactions say 2")]
    public async Task EachKindOfBreak_IsFoundInExactlyItsRow(string sql, string row, string problem)
    {
        await PrepareAHoldAndARefundAsync();
        await TamperAsync($"{sql} {(sql.Contains("WHERE", StringComparison.Ordinal) ? "AND" : "WHERE")} user_id = '{user}'");
        var expected = row
            .Replace("{purchased}", await IdAsync("grants", "amount = 20"), StringComparison.Ordinal)
            .Replace("{hold}", await IdAsync("holds", "amount = 3"), StringComparison.Ordinal);

        var findings = await credits.VerifyLedgerAsync();

        Assert.Contains(findings, finding => finding.Row == expected && finding.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(user, finding.UserId));
    }

    private async Task PrepareAHoldAndARefundAsync()
    {
        // Later than the pack before, which is therefore the first that a hold takes from.
        credits.Time.Advance(TimeSpan.FromSeconds(1));
        var payment = CreditsApplication.PaymentOf(user, 10);
        await credits.PublishAsync(payment);
        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(28, balance.Balance));
        await credits.PublishAsync(Messages.Refunded(payment.PaymentIntentId, refundedCents: 200));
        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(26, balance.Balance));
        using var hold = await CreditsApplication.PostAsync(
            credits.Playground(), "/api/v1/playground/credits/holds", new { userId = user, amount = 3 });
        hold.EnsureSuccessStatusCode();
        await credits.AssertLedgerIsSoundAsync();
    }

    private Task<string> IdAsync(string table, string condition) =>
        credits.ScalarAsync<string>($"SELECT id::text FROM {table} WHERE user_id = '{user}' AND {condition}");

    // With the triggers off, as a superuser can: foreign keys and the rules are out of the way.
    private Task<int> TamperAsync(string sql) => CreditsApplication.ExecuteAsync(
        credits.Database.SuperuserConnectionString, $"SET session_replication_role = replica; {sql}");

    private async Task AssertFoundAsync(string row)
    {
        var findings = await credits.VerifyLedgerAsync();
        Assert.Contains(findings, finding => finding.Row.StartsWith(row, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(user, finding.UserId));
    }
}
