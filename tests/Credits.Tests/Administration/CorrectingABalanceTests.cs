using System.Net;

namespace Credits.Tests.Administration;

public sealed class CorrectingABalanceTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Grant = "/api/v1/admin/credits/grant";
    private const string Deduct = "/api/v1/admin/credits/deduct";

    [Fact]
    public async Task AGift_IsBookedWithItsReasonAndWhoGaveIt()
    {
        var user = await credits.UserWithAsync();

        using var response = await PostAsync(Grant, new { userId = user, amount = 30, reason = "An apology" });

        var adjusted = await Expect.BodyAsync<AdjustmentView>(response, HttpStatusCode.Created);
        Assert.Equal((user, 30, 35), (adjusted.UserId, adjusted.Amount, adjusted.BalanceAfter));
        await AssertBookedAsync(user, adjusted.TransactionId, 30, "An apology");
        Assert.Equal(35, (await credits.BalanceOfAsync(user)).Bonus);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AGiftMayExpire_AndMayCountAsPurchased()
    {
        var user = await credits.UserWithAsync();
        var expiresAt = credits.Time.GetUtcNow().AddDays(1);

        using var response = await PostAsync(
            Grant, new { userId = user, amount = 30, reason = "For a day", bucket = "purchased", expiresAt });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(30, (await credits.BalanceOfAsync(user)).Purchased);
        credits.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);
    }

    [Fact]
    public async Task SomebodyWithoutAnAccount_GetsOneWithTheGift()
    {
        var user = CreditsApplication.NewUser();

        using var response = await PostAsync(Grant, new { userId = user, amount = 30, reason = "A guest" });

        Assert.Equal(35, (await Expect.BodyAsync<AdjustmentView>(response, HttpStatusCode.Created)).BalanceAfter);
    }

    [Fact]
    public async Task ADeduction_IsBookedWithItsReasonAndWhoTookIt()
    {
        var user = await credits.UserWithAsync(purchased: 20);

        using var response = await PostAsync(Deduct, new { userId = user, amount = 7, reason = "Given by mistake" });

        var adjusted = await Expect.BodyAsync<AdjustmentView>(response, HttpStatusCode.Created);
        Assert.Equal((-7, 18), (adjusted.Amount, adjusted.BalanceAfter));
        await AssertBookedAsync(user, adjusted.TransactionId, -7, "Given by mistake");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task MoreThanIsAvailable_IsNotTaken()
    {
        var user = await credits.UserWithAsync(purchased: 20);
        using var hold = await CreditsApplication.PostAsync(
            credits.Playground(), "/api/v1/playground/credits/holds", new { userId = user, amount = 10 });

        using var response = await PostAsync(Deduct, new { userId = user, amount = 16, reason = "Too much" });

        var problem = await Expect.ProblemAsync(response, HttpStatusCode.Conflict, "insufficient_credits");
        Assert.Equal((16, 15), (problem.Required, problem.Available));
        Assert.Equal(25, (await credits.BalanceOfAsync(user)).Balance);
    }

    [Fact]
    public async Task TwentyDeductionsAtOnce_TakeWhatIsThere_AndNothingGoesBelowZero()
    {
        var user = await credits.UserWithAsync();

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => PostAsync(Deduct, new { userId = user, amount = 1, reason = "One by one" })));

        Assert.Equal(5, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(15, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(0, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(Grant, 35)]
    [InlineData(Deduct, 2)]
    public async Task TheSameKey_CorrectsOnce_AlsoWhenTheFirstRunDiedBeforeItCouldAnswer(string path, long balance)
    {
        var user = await credits.UserWithAsync();
        var (body, key) = (new { userId = user, amount = path == Grant ? 30 : 3, reason = "Once" }, $"correct-{user}");
        using var first = await PostAsync(path, body, key);
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString,
            $"UPDATE idempotency_keys SET response_status = NULL, response_body = NULL, locked_until = '2001-01-01' WHERE key = '{key}'");

        using var second = await PostAsync(path, body, key);

        Assert.Equal(
            await Expect.BodyAsync<AdjustmentView>(first, HttpStatusCode.Created),
            await Expect.BodyAsync<AdjustmentView>(second, HttpStatusCode.Created));
        Assert.Equal(balance, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    public static TheoryData<string, object> Senseless() => new()
    {
        { Grant, new { userId = "user", amount = 0, reason = "Nothing" } },
        { Grant, new { userId = "user", amount = -1, reason = "Less than nothing" } },
        { Grant, new { userId = "user", amount = 1 } },
        { Grant, new { userId = "user", amount = 1, reason = "" } },
        { Grant, new { userId = "user", amount = 1, reason = "No such bucket", bucket = "monthly" } },
        { Grant, new { userId = "user", amount = 1, reason = "Too late", expiresAt = "2026-10-01T00:00:00Z" } },
        { Grant, new { amount = 1, reason = "For nobody" } },
        { Deduct, new { userId = "user", amount = 0, reason = "Nothing" } },
        { Deduct, new { userId = "user", amount = 1 } },
    };

    [Theory]
    [MemberData(nameof(Senseless))]
    public async Task WhatMakesNoSense_IsRefused(string path, object body)
    {
        using var response = await PostAsync(path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, await credits.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE user_id = 'user'"));
    }

    [Theory]
    [InlineData(Grant)]
    [InlineData(Deduct)]
    public async Task OnlyAnOperator_MayCorrect(string path)
    {
        var user = await credits.UserWithAsync();
        var body = new { userId = user, amount = 1, reason = "For myself" };

        using var asUser = await CreditsApplication.PostAsync(credits.ClientFor(user), path, body);
        using var asBackend = await CreditsApplication.PostAsync(credits.Playground(), path, body);
        using var asNobody = await CreditsApplication.PostAsync(credits.Anonymous(), path, body);

        await Expect.ProblemAsync(asUser, HttpStatusCode.Forbidden, "forbidden");
        await Expect.ProblemAsync(asBackend, HttpStatusCode.Forbidden, "forbidden");
        await Expect.ProblemAsync(asNobody, HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);
    }

    private Task<HttpResponseMessage> PostAsync(string path, object body, string? key = null) =>
        CreditsApplication.PostAsync(credits.Operator("operator-7"), path, body, key);

    private async Task AssertBookedAsync(string user, Guid transactionId, long amount, string reason)
    {
        var booked = (await credits.HistoryOfAsync(user, "?type=admin")).Transactions.Single(transaction => transaction.Id == transactionId);
        Assert.Equal((amount, reason, "operator-7"), (booked.Amount, booked.Description, booked.Metadata!["operatorId"]!.GetValue<string>()));
    }

    private sealed record AdjustmentView(Guid TransactionId, string UserId, long Amount, long BalanceAfter);
}
