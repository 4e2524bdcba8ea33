using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Credits.Tests.Spending;

public sealed class SpendingCreditsTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task ASpend_TakesTheBonusFirst_AndSaysWhatIsLeft()
    {
        var user = await credits.UserWithAsync(purchased: 20);

        using var response = await credits.SpendAsync(user, 8, description: "One answer");

        var spent = await Expect.BodyAsync<SpendView>(response, HttpStatusCode.Created);
        Assert.Equal((8, 17), (spent.Amount, spent.BalanceAfter));
        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal(new BreakdownView(0, 0, Purchased: 17, Bonus: 0), balance.Breakdown);
        var transaction = (await credits.HistoryOfAsync(user)).Transactions[0];
        Assert.Equal(
            (spent.TransactionId, -8, 17, "spend", "One answer", "session-1"),
            (transaction.Id, transaction.Amount, transaction.BalanceAfter, transaction.Type, transaction.Description, transaction.SessionId));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task Metadata_IsKeptAsItWasGiven()
    {
        var user = await credits.UserWithAsync();

        using var response = await CreditsApplication.PostSpendAsync(
            credits.Playground(), new { userId = user, amount = 1, metadata = new { model = "large", tokens = 12, nested = new[] { 1, 2 } } });

        await Expect.BodyAsync<SpendView>(response, HttpStatusCode.Created);
        var metadata = (await credits.HistoryOfAsync(user)).Transactions[0].Metadata;
        Assert.Equal("""{"model":"large","tokens":12,"nested":[1,2]}""", metadata!.ToJsonString());
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AUserWeNeverSaw_SpendsFromTheSignupBonus()
    {
        var user = CreditsApplication.NewUser();

        using var response = await credits.SpendAsync(user, 3);

        Assert.Equal(2, (await Expect.BodyAsync<SpendView>(response, HttpStatusCode.Created)).BalanceAfter);
    }

    [Fact]
    public async Task MoreThanThereIs_IsRefusedWithBothNumbers_AndChangesNothing()
    {
        var user = await credits.UserWithAsync();

        using var response = await credits.SpendAsync(user, 6);

        var problem = await Expect.ProblemAsync(response, HttpStatusCode.PaymentRequired, "insufficient_credits");
        Assert.Equal((6, 5), (problem.Required, problem.Available));
        Assert.False(string.IsNullOrEmpty(problem.PurchaseUrl));
        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);
        Assert.Equal(1, (await credits.HistoryOfAsync(user)).Total);
    }

    [Fact]
    public async Task FiftyAtOnceWithTwenty_TwentySucceed_NothingGoesBelowZero()
    {
        var user = await credits.UserWithAsync(purchased: 15);

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => credits.SpendAsync(user, 1)));

        Assert.Equal(20, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(30, responses.Count(response => response.StatusCode == HttpStatusCode.PaymentRequired));
        Assert.Equal(0, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData("""{"amount":1}""")]
    [InlineData("""{"userId":"","amount":1}""")]
    [InlineData("""{"userId":"user\u0000","amount":1}""")]
    [InlineData("""{"userId":"u","amount":0}""")]
    [InlineData("""{"userId":"u","amount":-1}""")]
    [InlineData("""{"userId":"u","amount":1000001}""")]
    [InlineData("""{"userId":"u","amount":1.5}""")]
    [InlineData("""{"userId":"u","amount":"1"}""")]
    [InlineData("""{"userId":"u","amount":1,"description":"a\u0000b"}""")]
    [InlineData("""{"userId":"u","amount":1,"description":"\ud800"}""")]
    [InlineData("""{"userId":"u","amount":1,"metadata":[1]}""")]
    [InlineData("""{"userId":"u","amount":1,"sesionId":"misspelt"}""")]
    [InlineData("""{"userId":"u","amount":99999999999999999999}""")]
    [InlineData("""{"userId":null,"amount":1}""")]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("null")]
    public async Task ABodyThatMakesNoSense_IsRefused(string body)
    {
        using var response = await credits.Playground().PostAsync(
            "/api/v1/playground/credits/spend", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = (await response.Content.ReadFromJsonAsync<ProblemView>())!;
        Assert.Contains(problem.Code, new[] { "validation_failed", "malformed_request" });
    }

    [Fact]
    public async Task TooMuchMetadata_IsRefused()
    {
        using var response = await CreditsApplication.PostSpendAsync(
            credits.Playground(), new { userId = "u", amount = 1, metadata = new { text = new string('x', 5_000) } });

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task AnotherMediaType_IsRefused()
    {
        using var response = await credits.Playground().PostAsync("/api/v1/playground/credits/spend", new StringContent("userId=u"));

        await Expect.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }
}
