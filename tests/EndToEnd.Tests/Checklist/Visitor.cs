using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Testing;

namespace EndToEnd.Tests.Checklist;

/// <summary>Somebody at the Gateway: a new user, or with options of <c>./dev token</c> an operator or the playground's backend.</summary>
internal sealed class Visitor
{
    private const string Playground = "/api/v1/playground";
    private const string CreditsPath = $"{Playground}/credits";

    private readonly RunningSystem system;
    private readonly string token;

    private Visitor(RunningSystem system, string id, string token) => (this.system, Id, this.token) = (system, id, token);

    public string Id { get; }

    /// <summary>A page of ours that Stripe may lead back to.</summary>
    private string Page => system.Setting("GATEWAY_URL");

    public static async Task<Visitor> ArriveAsync(RunningSystem system)
    {
        var user = RunningSystem.NewUser();
        return new Visitor(system, user, await system.TokenAsync(user));
    }

    public static async Task<Visitor> OperatorAsync(RunningSystem system) =>
        new(system, "operator", await system.TokenAsync("operator", "--admin"));

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await SendAsync(HttpMethod.Get, path), HttpStatusCode.OK);

    public async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK) =>
        await ReadAsync(await SendAsync(HttpMethod.Post, path, body), expected);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await system.Gateway.SendAsync(request);
    }

    public Task<JsonElement> CreditsAsync() => GetAsync(CreditsPath);

    public async Task<long> BalanceAsync() => (await CreditsAsync()).GetProperty("balance").GetInt64();

    /// <summary>Returns when the balance is that; the failure shows what it was.</summary>
    public Task WaitForBalanceAsync(long balance) => Eventually.Async(async () => Assert.Equal(balance, await BalanceAsync()));

    public Task<JsonElement> HistoryAsync(string query = "") => GetAsync($"{CreditsPath}/history{query}");

    public Task<JsonElement> BeginPurchaseAsync(string package) =>
        PostAsync($"{CreditsPath}/purchase", new { package }, HttpStatusCode.Created);

    public Task<JsonElement> PurchaseAsync(string id) => GetAsync($"{CreditsPath}/purchases/{id}");

    /// <summary>Returns when the purchase has that status.</summary>
    public Task<JsonElement> WaitForPurchaseAsync(string id, string status) =>
        Eventually.Async(() => PurchaseAsync(id), purchase => Assert.Equal(status, purchase.Text("status")));

    /// <summary>Buys a pack with a good card.</summary>
    /// <returns>The purchase as it was begun; its credits are there.</returns>
    public async Task<JsonElement> BuyAsync(string package)
    {
        var before = await BalanceAsync();
        var purchase = await BeginPurchaseAsync(package);
        Assert.Equal(HttpStatusCode.OK, await new StripeDashboard(system).EnterCardAsync(purchase, TestCards.Good));
        await WaitForBalanceAsync(before + purchase.GetProperty("credits").GetInt64());
        return purchase;
    }

    public Task<JsonElement> OpenSubscriptionPageAsync(string path = $"{Playground}/subscribe") =>
        PostAsync(path, new { successUrl = Page, cancelUrl = Page });

    public Task<JsonElement> OpenPackPageAsync(string package) =>
        PostAsync($"{CreditsPath}/checkout", new { package, successUrl = Page, cancelUrl = Page }, HttpStatusCode.Created);

    /// <summary>Subscribes on Stripe's page.</summary>
    /// <returns>The id of the subscription at Stripe; its first credits are there.</returns>
    public async Task<string> SubscribeAsync()
    {
        var stripe = new StripeDashboard(system);
        var session = (await OpenSubscriptionPageAsync()).Text("sessionId");
        await stripe.PayPageAsync(session);
        await Eventually.Async(SubscriptionAsync, plan => Assert.Equal("active", plan.Text("status")));
        await Eventually.Async(CreditsAsync, credits => Assert.Equal(100, credits.GetProperty("monthly").GetProperty("remaining").GetInt64()));
        return (await stripe.GetAsync($"checkout/sessions/{session}")).Text("subscription");
    }

    public Task<JsonElement> SubscriptionAsync() => GetAsync($"{Playground}/subscription");

    public Task<JsonElement> CancelAsync() => PostAsync($"{Playground}/subscription/cancel", new { });

    public Task<JsonElement> PricingAsync() => GetAsync($"{Playground}/pricing");

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == expected, $"{response.RequestMessage!.RequestUri}: {(int)response.StatusCode} {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }
}

internal static class JsonText
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
