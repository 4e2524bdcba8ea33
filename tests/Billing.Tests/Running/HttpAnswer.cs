using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Billing.Tests.Running;

/// <summary>An answer as it came, and what it says.</summary>
public sealed record HttpAnswer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The problem's stable code.</summary>
    public string Code => (string)Json["code"]!;

    public static async Task<HttpAnswer> OfAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return new HttpAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public T As<T>(HttpStatusCode expected = HttpStatusCode.OK)
    {
        AssertStatus(expected);
        return JsonSerializer.Deserialize<T>(Body, Web)!;
    }

    public void AssertProblem(HttpStatusCode status, string code)
    {
        AssertStatus(status);
        Assert.Equal(code, Code);
    }

    private void AssertStatus(HttpStatusCode expected) =>
        Assert.True(Status == expected, $"Expected {(int)expected}, got {(int)Status}: {Body}");
}

public sealed record StartedPurchase(
    Guid PurchaseId, string PaymentIntentId, string ClientSecret, string PublishableKey, long Credits, long Amount, string Currency);

public sealed record StartedCheckout(string CheckoutUrl, Guid PurchaseId);

public sealed record PurchaseSeen(
    Guid Id,
    string Package,
    long Credits,
    long Amount,
    string Currency,
    string Status,
    string? FailureReason,
    long AmountRefunded,
    string? PaymentIntentId,
    bool CreditsGranted,
    DateTimeOffset? CreditsGrantedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

public sealed record PurchasesSeen(IReadOnlyList<PurchaseSeen> Purchases, int Total, int Limit, int Offset);
