using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Testing;
using Testing.Identity;

namespace Credits.Tests.Ledger;

/// <summary>The queue decides on accounts it keeps in memory. Whoever else writes to them in between, it must never decide on what was.</summary>
public sealed class KeepingAccountsTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Holds = "/api/v1/playground/credits/holds";

    [Fact]
    public async Task TwoReplicas_TakingTurnsOnOneAccount_SeeEachOthersSpends()
    {
        var user = await credits.UserWithAsync();
        await using var second = credits.CreateReplica();
        var clients = new[] { credits.Playground(), Playground(second.CreateClient()) };

        for (var turn = 0; turn < 5; turn++)
        {
            using var answer = await CreditsApplication.PostSpendAsync(clients[turn % 2], CreditsApplication.SpendOf(user, 1), $"turn-{user}-{turn}");
            Assert.Equal(4 - turn, (await Expect.BodyAsync<SpendView>(answer, HttpStatusCode.Created)).BalanceAfter);
        }
        using var tooMuch = await CreditsApplication.PostSpendAsync(clients[1], CreditsApplication.SpendOf(user, 1));
        await Expect.ProblemAsync(tooMuch, HttpStatusCode.PaymentRequired, "insufficient_credits");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AHold_PlacedOnOneReplica_IsCapturedOnAnother_AndIsThenSettledForBoth()
    {
        var user = await credits.UserWithAsync();
        await using var second = credits.CreateReplica();
        var there = Playground(second.CreateClient());
        using (await CreditsApplication.PostSpendAsync(there, CreditsApplication.SpendOf(user, 1)))
        {
            using var placed = await CreditsApplication.PostAsync(credits.Playground(), Holds, new { userId = user, amount = 4 });
            var hold = (await placed.Content.ReadFromJsonAsync<HoldView>())!.HoldId;

            using var tooMuch = await CreditsApplication.PostSpendAsync(there, CreditsApplication.SpendOf(user, 1));
            using var captured = await CreditsApplication.PostAsync(there, $"{Holds}/{hold}/capture", new { amount = 3 });
            using var again = await CreditsApplication.PostAsync(credits.Playground(), $"{Holds}/{hold}/release");

            Assert.Equal(HttpStatusCode.PaymentRequired, tooMuch.StatusCode);
            Assert.Equal(HttpStatusCode.OK, captured.StatusCode);
            await Expect.ProblemAsync(again, HttpStatusCode.Conflict, "hold_already_captured");
        }
        Assert.Equal(1, (await credits.BalanceOfAsync(user)).Available);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData("UPDATE grants SET is_frozen = true WHERE user_id = '{0}'")]
    [InlineData("UPDATE grants SET expires_at = granted_at WHERE user_id = '{0}'")]
    public async Task WhatSomebodyElseChangedOfALot_CountsForTheNextSpend(string sql)
    {
        var user = await credits.UserWithAsync();
        using var before = await credits.SpendAsync(user, 1);
        Assert.Equal(HttpStatusCode.Created, before.StatusCode);
        await CreditsApplication.ExecuteAsync(
            credits.Database.ServiceConnectionString, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, user));

        using var after = await credits.SpendAsync(user, 1);

        await Expect.ProblemAsync(after, HttpStatusCode.PaymentRequired, "insufficient_credits");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task WithRoomForFewAccounts_OthersMakeWay_AndNothingElseChanges(int room)
    {
        await using var small = credits.CreateReplica(("LedgerQueue:ResidentAccountsMax", $"{room}"));
        var client = Playground(small.CreateClient());
        var users = new[] { await credits.UserWithAsync(), await credits.UserWithAsync(), await credits.UserWithAsync() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 18).Select(
            number => CreditsApplication.PostSpendAsync(client, CreditsApplication.SpendOf(users[number % 3], 1))));

        Assert.Equal(15, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.PaymentRequired));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AnAccountWithVeryManyOpenHolds_IsServedAllTheSame()
    {
        var user = await credits.UserWithAsync(purchased: 700);
        var placed = await Task.WhenAll(Enumerable.Range(0, 600).Select(
            _ => CreditsApplication.PostAsync(credits.Playground(), Holds, new { userId = user, amount = 1 })));
        Assert.All(placed, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        using var spend = await credits.SpendAsync(user, 100);
        Assert.Equal(HttpStatusCode.Created, spend.StatusCode);

        var first = (await placed[0].Content.ReadFromJsonAsync<HoldView>())!.HoldId;
        using var captured = await CreditsApplication.PostAsync(credits.Playground(), $"{Holds}/{first}/capture", new { amount = 1 });

        Assert.Equal(HttpStatusCode.OK, captured.StatusCode);
        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Available);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AConnectionLostWhileWriting_IsAnsweredForAKey_AndLeftOpenWithoutOne()
    {
        var (keyed, unkeyed) = (await credits.UserWithAsync(), await credits.UserWithAsync());
        await using var replica = credits.CreateReplica();
        var client = Playground(replica.CreateClient());
        foreach (var user in (string[])[keyed, unkeyed])
        {
            using var known = await CreditsApplication.PostSpendAsync(client, CreditsApplication.SpendOf(user, 1));
            Assert.Equal(HttpStatusCode.Created, known.StatusCode);
        }

        using var first = await LoseTheConnectionOfAsync(client, keyed, $"lost-{keyed}");
        using var second = await LoseTheConnectionOfAsync(client, unkeyed, null);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await Expect.ProblemAsync(second, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.Equal(3, (await credits.BalanceOfAsync(keyed)).Balance);
        Assert.Equal(4, (await credits.BalanceOfAsync(unkeyed)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatFailsOnlyAtTheCommit_DidNotHappen_AndItsNeighboursDid()
    {
        var (poisoned, neighbour) = (await credits.UserWithAsync(), await credits.UserWithAsync());
        using var one = await credits.SpendAsync(poisoned, 1);
        using var other = await credits.SpendAsync(neighbour, 1);
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString,
            """
            CREATE FUNCTION fail_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not at last'; END $$;
            CREATE CONSTRAINT TRIGGER fail_late AFTER INSERT ON transactions DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.description = 'poison') EXECUTE FUNCTION fail_late();
            """);

        var answers = await Task.WhenAll(
            credits.SpendAsync(poisoned, 1, description: "poison"), credits.SpendAsync(neighbour, 1), credits.SpendAsync(neighbour, 1));
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString, "DROP TRIGGER fail_late ON transactions; DROP FUNCTION fail_late;");

        await Expect.ProblemAsync(answers[0], HttpStatusCode.InternalServerError, "internal_error");
        Assert.All(answers[1..], answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        using var after = await credits.SpendAsync(poisoned, 1);
        Assert.Equal(3, (await Expect.BodyAsync<SpendView>(after, HttpStatusCode.Created)).BalanceAfter);
        Assert.Equal(2, (await credits.BalanceOfAsync(neighbour)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    // Holds the account's lock until the write waits for it, and cuts the connection that waits.
    private async Task<HttpResponseMessage> LoseTheConnectionOfAsync(HttpClient client, string user, string? key)
    {
        await using var dataSource = NpgsqlDataSource.Create(credits.Database.SuperuserConnectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var locking = new NpgsqlCommand("SELECT 1 FROM accounts WHERE user_id = $1 FOR UPDATE", connection, transaction))
        {
            locking.Parameters.Add(new NpgsqlParameter { Value = user });
            await locking.ExecuteNonQueryAsync();
        }
        var answer = CreditsApplication.PostSpendAsync(client, CreditsApplication.SpendOf(user, 1), key);
        await Eventually.Async(() => credits.ScalarAsync<long>(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%claim_accounts%'
            """), cut => Assert.Equal(1, cut));
        await transaction.RollbackAsync();
        return await answer;
    }

    private static HttpClient Playground(HttpClient client) =>
        CreditsApplication.WithToken(client, TestTokens.For("playground-backend", ["credits:spend"]));

    private sealed record HoldView(Guid HoldId);
}
