using System.Net;
using System.Text.Json;

namespace EndToEnd.Tests.Checklist;

/// <summary>Chapter 3 of the release checklist, item by item.</summary>
[Collection(OneSystem.Name)]
public sealed class CreditBalanceQueriesTests(RunningSystem system)
{
    private static readonly string[] Buckets = ["monthly", "rollover", "purchased", "bonus"];

    [Fact(DisplayName = "3 Credit Balance Queries: Test GET /credits")]
    public async Task GetCredits()
    {
        var user = await UserWithAPastAsync();

        var credits = await user.CreditsAsync();

        var breakdown = credits.GetProperty("breakdown");
        foreach (var bucket in Buckets)
        {
            Assert.Equal(
                await system.CreditsAsync<long>(
                    $"SELECT COALESCE(sum(remaining), 0)::bigint FROM grants WHERE user_id = '{user.Id}' AND bucket = '{bucket}'"),
                breakdown.GetProperty(bucket).GetInt64());
        }
        // Monthly credits end soonest, so the seven that were spent are of those.
        Assert.Equal([93, 0, 100, RunningSystem.SignupBonus], Buckets.Select(bucket => breakdown.GetProperty(bucket).GetInt64()));
        Assert.Equal((100, 7, 93), (Monthly("allocated"), Monthly("used"), Monthly("remaining")));
        Assert.Equal(await system.BalanceInLedgerAsync(user.Id), credits.GetProperty("balance").GetInt64());

        int Monthly(string name) => credits.GetProperty("monthly").GetProperty(name).GetInt32();
    }

    [Fact(DisplayName = "3 Credit Balance Queries: Test GET /credits/history")]
    public async Task GetCreditsHistory()
    {
        var user = await UserWithAPastAsync();

        var all = await user.HistoryAsync();
        Assert.Equal(["spend", "monthly", "purchase", "signup"], TypesOf(all));
        Assert.Equal(
            await system.CreditsAsync<long>($"SELECT count(*) FROM transactions WHERE user_id = '{user.Id}'"), all.GetProperty("total").GetInt64());
        Assert.Equal(await user.BalanceAsync(), all.GetProperty("transactions").EnumerateArray().Sum(entry => entry.GetProperty("amount").GetInt64()));

        var page = await user.HistoryAsync("?limit=2&offset=1");
        Assert.Equal(["monthly", "purchase"], TypesOf(page));
        Assert.Equal((4, 2, 1), (page.GetProperty("total").GetInt32(), page.GetProperty("limit").GetInt32(), page.GetProperty("offset").GetInt32()));
        var next = await user.HistoryAsync($"?limit=2&cursor={Uri.EscapeDataString(page.Text("nextCursor"))}");
        Assert.Equal(["signup"], TypesOf(next));

        Assert.Equal(["purchase"], TypesOf(await user.HistoryAsync("?type=purchase")));
        foreach (var mistake in (string[])["?type=gift", "?limit=0", "?limit=101", "?offset=-1", "?cursor=none"])
        {
            using var refused = await user.SendAsync(HttpMethod.Get, $"/api/v1/playground/credits/history{mistake}");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    /// <summary>Signed up, bought a small pack, subscribed, and spent seven.</summary>
    private async Task<Visitor> UserWithAPastAsync()
    {
        var user = await Visitor.ArriveAsync(system);
        await user.BuyAsync("small");
        await user.SubscribeAsync();
        using var spent = await system.SpendAsync(user.Id, 7);
        Assert.Equal(HttpStatusCode.Created, spent.StatusCode);
        return user;
    }

    private static IEnumerable<string> TypesOf(JsonElement history) =>
        history.GetProperty("transactions").EnumerateArray().Select(entry => entry.Text("type"));
}
