using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Testing;

namespace EndToEnd.Tests.Checklist;

internal static class TestCards
{
    public const string Good = "4242424242424242";
    public const string Declined = "4000000000000002";
}

/// <summary>Stripe's side of the running system: its API as the dashboard uses it, its pages, and what it delivered.</summary>
internal sealed class StripeDashboard(RunningSystem system)
{
    /// <summary>GET below <c>/v1/</c>.</summary>
    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, $"/v1/{path}", null);

    /// <summary>POST below <c>/v1/</c>.</summary>
    public Task<JsonElement> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, $"/v1/{path}", Form(fields));

    public Task<JsonElement> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, $"/v1/{path}", null);

    /// <summary>What Stripe.js does in the browser, with what the purchase gave it: the card goes to Stripe and never to us.</summary>
    /// <returns>200, or 402 for a card that is declined.</returns>
    public async Task<HttpStatusCode> EnterCardAsync(JsonElement purchase, string card)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, Url($"/v1/payment_intents/{purchase.Text("paymentIntentId")}/confirm"))
        {
            Content = Form(
                ("key", purchase.Text("publishableKey")),
                ("client_secret", purchase.Text("clientSecret")),
                ("payment_method_data[type]", "card"),
                ("payment_method_data[card][number]", card),
                ("payment_method_data[card][exp_month]", "12"),
                ("payment_method_data[card][exp_year]", "34"),
                ("payment_method_data[card][cvc]", "123")),
        };
        using var response = await system.Gateway.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>What a payer does on the hosted page.</summary>
    public async Task PayPageAsync(string sessionId) => Assert.True((await SendAsync(
        HttpMethod.Post, $"/_emulator/checkout/{sessionId}/pay", JsonContent.Create(new { card = TestCards.Good, email = "payer@example.test" })))
        .GetProperty("succeeded").GetBoolean());

    public async Task<string> ChargeOfAsync(string paymentIntentId) => (await GetAsync($"payment_intents/{paymentIntentId}")).Text("latest_charge");

    public async Task<HttpStatusCode> OpenAsync(string url)
    {
        using var page = await system.Gateway.GetAsync(new Uri(url));
        return page.StatusCode;
    }

    /// <summary>The webhook fires: Stripe has made the event, the ingress has answered 200, and Billing has archived it.</summary>
    /// <returns>The event's id.</returns>
    public async Task<string> AssertFiredAsync(string type, string objectId, string outcome = "translated")
    {
        var eventId = await Eventually.Async(() => EventOfAsync(type, objectId), Assert.NotNull);
        await Eventually.Async(async () => Assert.Contains(200, await AnswersToAsync(eventId!)));
        await Eventually.Async(async () => Assert.Equal(1, await system.BillingAsync<long>(
            $"SELECT count(*) FROM stripe_events WHERE event_id = '{eventId}' AND outcome = '{outcome}'")));
        return eventId!;
    }

    /// <summary>What was answered to each delivery of an event, the last first.</summary>
    public async Task<IReadOnlyList<int>> AnswersToAsync(string eventId) =>
        [.. (await DeliveriesAsync(eventId)).Select(attempt => attempt.GetProperty("status").GetInt32())];

    public async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(string eventId) =>
        [.. (await SendAsync(HttpMethod.Get, $"/_emulator/deliveries?event={eventId}", null)).GetProperty("attempts").EnumerateArray()];

    private async Task<string?> EventOfAsync(string type, string objectId) =>
        (await GetAsync($"events?limit=100&type={type}")).GetProperty("data").EnumerateArray()
        .FirstOrDefault(recorded => recorded.GetProperty("data").GetProperty("object").Text("id") == objectId) is { ValueKind: JsonValueKind.Object } found
            ? found.Text("id")
            : null;

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, Url(path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", system.Setting("STRIPE_SECRET_KEY"));
        using var response = await system.Gateway.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private string Url(string path) => system.Setting("STRIPE_API_BASE") + path;

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
