using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Credits.Tests.Users;

/// <summary>What an operator sees of one user's credits, and how they find the user.</summary>
public sealed class LookingAtUsersTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Users = "/api/v1/admin/credits/users";
    private const string PurchaseSource = "purchase:";

    [Fact]
    public async Task BalanceGrantsHoldsAndShortfalls_AreShown()
    {
        var user = await credits.UserWithAsync(purchased: 100);
        var payment = (await GrantsAsync(user)).Select(grant => (string)grant!["source"]!)
            .Single(source => source.StartsWith(PurchaseSource, StringComparison.Ordinal))[PurchaseSource.Length..];
        using var hold = await PostAsync("/api/v1/playground/credits/holds", new { userId = user, amount = 15 });
        using var spent = await credits.SpendAsync(user, 80);
        await credits.PublishAsync(Messages.Refunded(payment, 1_000, 0));
        await credits.ConsumedAllAsync();

        var account = await AccountAsync(user);

        Assert.Equal(15, (int)account["balance"]!["held"]!);
        Assert.Equal((await credits.BalanceOfAsync(user)).Available, (long)account["balance"]!["available"]!);
        Assert.Equal(
            [(PurchaseSource + payment, 100L), ($"signup:{user}", 5L)],
            account["grants"]!.AsArray().Select(grant => ((string)grant!["source"]!, (long)grant["amount"]!)).Order());
        Assert.Equal(15, (int)Assert.Single(account["openHolds"]!.AsArray())!["amount"]!);
        var shortfall = Assert.Single(account["shortfalls"]!.AsArray())!;
        Assert.Equal((payment, 100), ((string)shortfall["paymentIntentId"]!, (int)shortfall["targetCredits"]!));
        Assert.Equal((await credits.HistoryOfAsync(user)).Total, (long)account["transactions"]!);
    }

    [Fact]
    public async Task AnOverdueHold_IsNotShown()
    {
        var user = await credits.UserWithAsync();
        using var hold = await PostAsync("/api/v1/playground/credits/holds", new { userId = user, amount = 3, expiresInSeconds = 60 });
        credits.Time.Advance(TimeSpan.FromSeconds(60));

        var account = await AccountAsync(user);

        Assert.Empty(account["openHolds"]!.AsArray());
        Assert.Equal((5, 0), ((int)account["balance"]!["available"]!, (int)account["balance"]!["held"]!));
    }

    [Fact]
    public async Task TheHistory_IsWhatTheUserSees_AsJsonAndAsCsv()
    {
        var user = await credits.UserWithAsync(purchased: 20);
        using var spent = await credits.SpendAsync(user, 4);

        using var page = await credits.Operator().GetAsync($"{Users}/{user}/history?type=spend&limit=1");
        var history = await Expect.BodyAsync<HistoryView>(page, HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Users}/{user}/history");
        request.Headers.Add("Accept", "text/csv");
        using var csv = await credits.Operator().SendAsync(request);

        var own = await credits.HistoryOfAsync(user, "?type=spend&limit=1");
        Assert.Equal((own.Total, own.Transactions[0].Id), (history.Total, Assert.Single(history.Transactions).Id));
        Assert.Equal(1 + 3, (await csv.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task TheyAreFound_ByTheBeginningOfTheirId_PageByPage()
    {
        var beginning = $"found_{Guid.CreateVersion7():n}_";
        foreach (var number in (int[])[2, 3, 1])
        {
            await credits.BalanceOfAsync($"{beginning}{number}");
        }

        var first = await FindAsync($"search={beginning}&limit=2");
        var second = await FindAsync($"search={beginning}&limit=2&cursor={(string)first["nextCursor"]!}");

        Assert.Equal(
            [($"{beginning}1", 5L), ($"{beginning}2", 5L), ($"{beginning}3", 5L)],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray())
                .Select(account => ((string)account!["userId"]!, (long)account["booked"]!)));
        Assert.Null(second["nextCursor"]);
        Assert.Empty((await FindAsync("search=%25ound"))["items"]!.AsArray());
        Assert.NotEmpty((await FindAsync("limit=1"))["items"]!.AsArray());
    }

    [Fact]
    public async Task WhoHasNoAccount_IsNotFound_AndGetsNone()
    {
        var user = CreditsApplication.NewUser();

        using var response = await credits.Operator().GetAsync($"{Users}/{user}");

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "user_not_found");
        Assert.Equal(0, await credits.ScalarAsync<long>($"SELECT count(*) FROM accounts WHERE user_id = '{user}'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/somebody")]
    [InlineData("/somebody/history")]
    public async Task OnlyAnOperatorSeesThem(string path)
    {
        using var response = await credits.ClientFor("somebody").GetAsync(Users + path);

        await Expect.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<JsonArray> GrantsAsync(string user) => (await AccountAsync(user))["grants"]!.AsArray();

    private async Task<JsonNode> AccountAsync(string user) => (await credits.Operator().GetFromJsonAsync<JsonNode>($"{Users}/{user}"))!;

    private async Task<JsonNode> FindAsync(string query) => (await credits.Operator().GetFromJsonAsync<JsonNode>($"{Users}?{query}"))!;

    private async Task<HttpResponseMessage> PostAsync(string path, object body)
    {
        var response = await CreditsApplication.PostAsync(credits.Playground(), path, body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return response;
    }
}
