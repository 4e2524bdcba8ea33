using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dev.Demo;

/// <summary>Speaks to the Gateway with one bearer's token.</summary>
internal sealed class DemoClient(HttpClient http, string token)
{
    private const string IdempotencyKey = "Idempotency-Key";

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var answer = await SendAsync(request, cancellationToken);
        return answer.Status == HttpStatusCode.OK
            ? answer.Json
            : throw new DevException($"✗ GET {path} answers {(int)answer.Status}: {answer.Text}");
    }

    /// <param name="path">Where to.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="key">The same key again gives the same answer again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DemoAnswer> PostAsync(string path, object body, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add(IdempotencyKey, key);
        return await SendAsync(request, cancellationToken);
    }

    private async Task<DemoAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancellationToken);
        return new DemoAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}

/// <summary>A status and a body.</summary>
internal sealed record DemoAnswer(HttpStatusCode Status, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text.Length == 0 ? "{}" : Text).RootElement;

    public DemoAnswer Expect(HttpStatusCode expected, string what) =>
        Status == expected ? this : throw new DevException($"✗ {what}: {(int)expected} was expected, but it is {(int)Status}: {Text}");
}
