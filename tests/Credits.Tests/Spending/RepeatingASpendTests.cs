using System.Net;
using Npgsql;
using Testing;
using Testing.Identity;

namespace Credits.Tests.Spending;

public sealed class RepeatingASpendTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task TheSameKey_TwentyTimesAtOnce_ChargesOnce_AndAnswersAlike()
    {
        var user = await credits.UserWithAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credits.SpendAsync(user, 1, "key-1")));

        var bodies = await Task.WhenAll(responses.Select(response => response.Content.ReadAsStringAsync()));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Single(bodies.Distinct());
        Assert.Equal(19, responses.Count(response => response.Headers.Contains("Idempotency-Replayed")));
        Assert.Equal(4, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task ARefusal_IsRepeatedToo()
    {
        var user = await credits.UserWithAsync();
        using var first = await credits.SpendAsync(user, 50, "key-2");
        await Expect.ProblemAsync(first, HttpStatusCode.PaymentRequired, "insufficient_credits");

        using var second = await credits.SpendAsync(user, 50, "key-2");

        Assert.Equal(HttpStatusCode.PaymentRequired, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
    }

    [Fact]
    public async Task TheSameKeyForAnotherRequest_IsRefused()
    {
        var user = await credits.UserWithAsync();
        await credits.SpendAsync(user, 1, "key-3");

        using var other = await credits.SpendAsync(user, 2, "key-3");

        await Expect.ProblemAsync(other, HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Equal(4, (await credits.BalanceOfAsync(user)).Balance);
    }

    [Fact]
    public async Task TheSameKeyOfAnotherCaller_IsAnotherKey()
    {
        var user = await credits.UserWithAsync();
        await credits.SpendAsync(user, 1, "key-4");

        using var other = await CreditsApplication.PostSpendAsync(
            credits.ClientFor("another-backend", "credits:spend"), new { userId = user, amount = 2 }, "key-4");

        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
        Assert.Equal(2, (await credits.BalanceOfAsync(user)).Balance);
    }

    [Theory]
    [InlineData(256)]
    public async Task AKeyOfTheWrongLength_IsRefused(int length)
    {
        using var response = await credits.SpendAsync("user", 1, new string('k', length));

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest, "idempotency_key_invalid");
    }

    [Fact]
    public async Task WhileTheFirstStillRuns_ARepeatIsToldSo()
    {
        var user = await credits.UserWithAsync();
        await using var connection = new NpgsqlConnection(credits.Database.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT 1 FROM accounts WHERE user_id = $1 FOR UPDATE", connection, transaction))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = user });
            await command.ExecuteNonQueryAsync();
        }
        await using var impatient = credits.CreateReplica(("Idempotency:WaitMilliseconds", "200"));
        using var client = CreditsApplication.WithToken(
            impatient.CreateClient(), TestTokens.For("playground-backend", ["credits:spend"]));
        var first = CreditsApplication.PostSpendAsync(client, CreditsApplication.SpendOf(user, 1), "key-5");
        // Sent later is not arrived later: the first has to wait at the lock before the repeat is one.
        await Eventually.Async(async () => Assert.True(await WaitsAtALockAsync(credits.Database.SuperuserConnectionString)));
        using var repeat = await CreditsApplication.PostSpendAsync(client, CreditsApplication.SpendOf(user, 1), "key-5");
        await Expect.ProblemAsync(repeat, HttpStatusCode.Conflict, "idempotency_in_progress");
        Assert.NotNull(repeat.Headers.RetryAfter);
        await transaction.CommitAsync();

        Assert.Equal(HttpStatusCode.Created, (await first).StatusCode);
        Assert.Equal(4, (await credits.BalanceOfAsync(user)).Balance);
    }

    [Fact]
    public async Task ASpendWhoseAnswerCantBeStored_DidNotHappen_AndARepeatHappensOnce()
    {
        var user = await credits.UserWithAsync();
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString,
            """
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER fail BEFORE INSERT ON idempotency_keys FOR EACH ROW WHEN (NEW.key = 'key-6') EXECUTE FUNCTION fail();
            """);
        using var first = await credits.SpendAsync(user, 1, "key-6");
        await Expect.ProblemAsync(first, HttpStatusCode.InternalServerError, "internal_error");
        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString, "DROP TRIGGER fail ON idempotency_keys; DROP FUNCTION fail;");

        using var second = await credits.SpendAsync(user, 1, "key-6");
        using var third = await credits.SpendAsync(user, 1, "key-6");

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await second.Content.ReadAsStringAsync(), await third.Content.ReadAsStringAsync());
        Assert.Equal(4, (await credits.BalanceOfAsync(user)).Balance);
        Assert.Equal(2, (await credits.HistoryOfAsync(user)).Total);
    }

    private static async Task<bool> WaitsAtALockAsync(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
