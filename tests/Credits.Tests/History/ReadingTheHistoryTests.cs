using System.Net;

namespace Credits.Tests.History;

public sealed class ReadingTheHistoryTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task NewestFirst_InPages_ByOffsetOrCursor()
    {
        var user = await UserWithSpendsAsync(4);

        var first = await credits.HistoryOfAsync(user, "?limit=2");
        var second = await credits.HistoryOfAsync(user, $"?limit=2&cursor={first.NextCursor}");
        var third = await credits.HistoryOfAsync(user, $"?limit=2&cursor={second.NextCursor}");
        var byOffset = await credits.HistoryOfAsync(user, "?limit=2&offset=2");

        Assert.Equal((5, 2, 0), (first.Total, first.Limit, first.Offset));
        Assert.Equal([1, 2], first.Transactions.Select(transaction => transaction.BalanceAfter));
        Assert.Equal([3, 4], second.Transactions.Select(transaction => transaction.BalanceAfter));
        Assert.Equal([5], third.Transactions.Select(transaction => transaction.BalanceAfter));
        Assert.Null(third.NextCursor);
        Assert.Equal(second.Transactions.Select(transaction => transaction.Id), byOffset.Transactions.Select(transaction => transaction.Id));
    }

    [Fact]
    public async Task OnlyOneTypeOrATimeSpan()
    {
        var user = await UserWithSpendsAsync(2);
        var now = Uri.EscapeDataString(credits.Time.GetUtcNow().ToString("o"));
        var later = Uri.EscapeDataString(credits.Time.GetUtcNow().AddHours(1).ToString("o"));

        Assert.Equal(2, (await credits.HistoryOfAsync(user, "?type=spend")).Total);
        Assert.Equal(1, (await credits.HistoryOfAsync(user, "?type=signup")).Total);
        Assert.Equal(0, (await credits.HistoryOfAsync(user, "?type=refund")).Total);
        Assert.Equal(3, (await credits.HistoryOfAsync(user, $"?from={now}&to={later}")).Total);
        Assert.Equal(0, (await credits.HistoryOfAsync(user, $"?to={now}")).Total);
    }

    [Fact]
    public async Task ShowsNobodyElsesTransactions()
    {
        await UserWithSpendsAsync(2);

        Assert.Equal(0, (await credits.HistoryOfAsync(CreditsApplication.NewUser())).Total);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?offset=-1")]
    [InlineData("?type=unheard")]
    [InlineData("?cursor=x")]
    [InlineData("?from=yesterday")]
    public async Task AQueryThatMakesNoSense_IsRefused(string query)
    {
        using var response = await credits.ClientFor("user").GetAsync($"/api/v1/playground/credits/history{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"code\":", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> UserWithSpendsAsync(int spends)
    {
        var user = await credits.UserWithAsync();
        foreach (var _ in Enumerable.Range(0, spends))
        {
            using var response = await credits.SpendAsync(user, 1);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
        return user;
    }
}
