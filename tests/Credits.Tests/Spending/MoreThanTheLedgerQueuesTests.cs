using System.Net;
using Npgsql;
using Testing;
using Testing.Identity;

namespace Credits.Tests.Spending;

public sealed class MoreThanTheLedgerQueuesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const int AtOnce = 6;
    private const int TakenAtMost = 2; // one that is being carried out, and one that waits

    [Fact]
    public async Task IsRefusedWith503AndWhenToComeAgain_AndNothingOfItIsDone()
    {
        var user = await credits.UserWithAsync(purchased: 20);
        await using var replica = credits.CreateReplica(("LedgerQueue:LengthMax", "1"), ("LedgerQueue:BatchSizeMax", "1"));
        using var client = CreditsApplication.WithToken(replica.CreateClient(), TestTokens.For("playground", [Contracts.Scopes.CreditsSpend]));
        var spends = new List<Task<HttpResponseMessage>>();
        await using (await LockAsync(user))
        {
            spends.AddRange(Enumerable.Range(0, AtOnce).Select(number =>
                CreditsApplication.PostSpendAsync(client, CreditsApplication.SpendOf(user, 1), $"{user}-{number}")));
            await Eventually.Async(() => Task.FromResult(spends.Count(spend => spend.IsCompleted) >= AtOnce - TakenAtMost));
        }
        var answers = await Task.WhenAll(spends);

        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.Created).ToList();
        Assert.InRange(refused.Count, AtOnce - TakenAtMost, AtOnce - 1);
        foreach (var answer in refused)
        {
            await Expect.ProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "ledger_overloaded");
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        }
        Assert.Equal(25 - (AtOnce - refused.Count), (await credits.BalanceOfAsync(user)).Balance);

        foreach (var number in Enumerable.Range(0, AtOnce))
        {
            using var again = await CreditsApplication.PostSpendAsync(client, CreditsApplication.SpendOf(user, 1), $"{user}-{number}");
            Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        }
        Assert.Equal(25 - AtOnce, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    /// <summary>Somebody who has the account's row, until they let go of it.</summary>
    private async Task<NpgsqlConnection> LockAsync(string user)
    {
        var connection = new NpgsqlConnection(credits.Database.SuperuserConnectionString);
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT 1 FROM accounts WHERE user_id = '{user}' FOR UPDATE", connection);
        await command.ExecuteScalarAsync();
        return connection;
    }
}
