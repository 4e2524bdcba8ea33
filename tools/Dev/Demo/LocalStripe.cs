using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dev.Demo;

/// <summary>Whoever stands on Stripe's side: the payer at the hosted page, the bank, and we ourselves in Stripe's dashboard.</summary>
internal sealed class LocalStripe(HttpClient http, string secretKey)
{
    /// <summary>What a payer does on the hosted page, with a good card.</summary>
    public async Task PayCheckoutAsync(string sessionId, CancellationToken cancellationToken)
    {
        using var body = JsonContent.Create(new { card = CardForm.Good, email = "payer@example.test" });
        var paid = await SendAsync(HttpMethod.Post, $"/_emulator/checkout/{Uri.EscapeDataString(sessionId)}/pay", body, cancellationToken);
        DemoStory.Expect("that the page takes the card", true, paid.Flag("succeeded"));
    }

    /// <summary>The dispute about a payment, once the bank has told of it.</summary>
    public async Task<string> DisputeOfAsync(string paymentIntentId, CancellationToken cancellationToken)
    {
        var path = $"/v1/disputes?payment_intent={Uri.EscapeDataString(paymentIntentId)}";
        var disputes = await DemoStory.WaitAsync(
            "a dispute",
            () => SendAsync(HttpMethod.Get, path, body: null, cancellationToken),
            answer => answer.List("data").Count == 1,
            cancellationToken);
        return disputes.List("data")[0].Text("id");
    }

    /// <summary>Answers with what convinces the bank.</summary>
    public async Task AnswerAsync(string disputeId, CancellationToken cancellationToken)
    {
        using var evidence = new FormUrlEncodedContent([KeyValuePair.Create("evidence[uncategorized_text]", "winning_evidence")]);
        await SendAsync(HttpMethod.Post, $"/v1/disputes/{Uri.EscapeDataString(disputeId)}", evidence, cancellationToken);
    }

    /// <summary>Gives in.</summary>
    public Task CloseAsync(string disputeId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"/v1/disputes/{Uri.EscapeDataString(disputeId)}/close", body: null, cancellationToken);

    /// <summary>A hosted page as a browser gets it.</summary>
    public async Task<HttpStatusCode> OpenAsync(string url, CancellationToken cancellationToken)
    {
        using var page = await http.GetAsync(new Uri(url), cancellationToken);
        return page.StatusCode;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secretKey);
        using var response = await http.SendAsync(request, cancellationToken);
        var answer = new DemoAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        return answer.Expect(HttpStatusCode.OK, $"Stripe's answer to {method} {path}").Json;
    }
}
