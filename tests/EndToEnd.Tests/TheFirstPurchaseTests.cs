using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Testing;

namespace EndToEnd.Tests;

[Collection(OneSystem.Name)]
public sealed class TheFirstPurchaseTests(RunningSystem system)
{
    [Fact]
    public async Task OneWebhook_TenTimesAtOnce_IsTenTimes200_AndGrantsOnce()
    {
        var user = RunningSystem.NewUser();
        var payment = system.PaymentOf(user, 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => system.PostWebhookAsync(payment)));

        Assert.All(answers, status => Assert.Equal(200, status));
        await Eventually.Async(async () => Assert.Equal(105, await BalanceOfAsync(user)));
        // Whatever of the ten is still on its way has been handled when a later payment of the same user has.
        await system.DeliverAsync(system.PaymentOf(user, 1));
        await Eventually.Async(async () => Assert.Equal(106, await BalanceOfAsync(user)));
        Assert.Equal(1, await system.CreditsAsync<long>(
            $"SELECT count(*) FROM transactions WHERE user_id = '{user}' AND type = 'purchase' AND amount = 100"));
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task FiftySpendsAtOnceWithTwentyCredits_TwentySucceed()
    {
        var user = RunningSystem.NewUser();
        await system.DeliverAsync(system.PaymentOf(user, 15));
        await Eventually.Async(async () => Assert.Equal(20, await BalanceOfAsync(user)));

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => system.SpendAsync(user, 1)));

        Assert.Equal(20, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(30, responses.Count(response => response.StatusCode == HttpStatusCode.PaymentRequired));
        Assert.Equal(0, await BalanceOfAsync(user));
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task OneSpendWithAKey_TwentyTimesAtOnce_IsChargedOnce_WithEqualAnswers()
    {
        var user = RunningSystem.NewUser();

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => system.SpendAsync(user, 1, "one-key")));

        var bodies = await Task.WhenAll(responses.Select(response => response.Content.ReadAsStringAsync()));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        Assert.Single(bodies.Distinct());
        Assert.Equal(4, await BalanceOfAsync(user));
    }

    [Fact]
    public async Task AnotherUsersPurchase_IsNotThere_AndWithoutAToken_OrItsScope_NothingIs()
    {
        var owner = await system.TokenAsync("owner");
        using var bought = await system.SendAsync(HttpMethod.Post, "/purchase", owner, new { package = "small" });
        var purchase = await bought.Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/purchases/{purchase.GetProperty("purchaseId").GetString()}";

        using var own = await system.SendAsync(HttpMethod.Get, path, owner);
        using var others = await system.SendAsync(HttpMethod.Get, path, await system.TokenAsync("stranger"));
        using var anonymous = await system.SendAsync(HttpMethod.Get, path, token: null);
        using var withoutScope = await system.SendAsync(HttpMethod.Post, "/spend", owner, new { userId = "owner", amount = 1 });

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, withoutScope.StatusCode);
    }

    [Fact]
    public async Task ATokenOfAVerifiedOrganization_GetsTheMembersPrice()
    {
        // Twice, because the organization and the membership are there the second time.
        await system.TokenAsync("first-member", "--verified-org", "acme");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/playground/pricing");
        request.Headers.Authorization = new("Bearer", await system.TokenAsync("member", "--verified-org", "acme"));

        using var response = await system.Gateway.SendAsync(request);

        var yours = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("yours");
        Assert.Equal((200, "acme"), (yours.GetProperty("amount").GetInt64(), yours.GetProperty("organization").GetString()));
    }

    private async Task<long> BalanceOfAsync(string user)
    {
        using var response = await system.SendAsync(HttpMethod.Get, "", await system.TokenAsync(user));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("balance").GetInt64();
    }
}
