using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Testing.Stripe;

/// <summary>A webhook event as Stripe would send it: indented JSON, and a signature over its very bytes.</summary>
/// <param name="Id">The event's id, <c>evt_…</c>.</param>
/// <param name="Body">The JSON.</param>
/// <param name="Signature">The value of the Stripe-Signature header.</param>
public sealed record SignedStripeEvent(string Id, string Body, string Signature)
{
    public const string SignatureHeader = "Stripe-Signature";

    public static SignedStripeEvent PaymentIntentSucceeded(PaymentIntentFacts intent, string secret) =>
        Of(StripeEventJson.PaymentIntent("payment_intent.succeeded", intent), secret);

    public static SignedStripeEvent PaymentIntentFailed(PaymentIntentFacts intent, string secret) =>
        Of(StripeEventJson.PaymentIntent("payment_intent.payment_failed", intent), secret);

    /// <summary>Any other event: the type and its <c>data.object</c>, written as an anonymous object in Stripe's names.</summary>
    public static SignedStripeEvent OfType(string type, object dataObject, string secret) =>
        Of(StripeEventJson.Event(type, dataObject, StripeEventJson.NewId("evt"), TimeProvider.System.GetUtcNow()), secret);

    /// <summary>A body as it is, whatever it holds.</summary>
    public static SignedStripeEvent OfBody(string body, string secret) =>
        new(StripeEventJson.NewId("evt"), body, Sign(body, secret, TimeProvider.System.GetUtcNow()));

    /// <summary>The same event signed anew: by another secret, or at another moment.</summary>
    public SignedStripeEvent SignedBy(string secret, DateTimeOffset? at = null) =>
        this with { Signature = Sign(Body, secret, at ?? TimeProvider.System.GetUtcNow()) };

    /// <summary>A request body whose bytes are exactly the signed ones, with the header.</summary>
    public HttpRequestMessage ToRequest(string path)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TryAddWithoutValidation(SignatureHeader, Signature);
        return request;
    }

    /// <inheritdoc cref="Sign(ReadOnlySpan{byte}, string, DateTimeOffset)"/>
    public static string Sign(string body, string secret, DateTimeOffset at) => Sign(Encoding.UTF8.GetBytes(body), secret, at);

    /// <summary><c>t=…,v1=…</c>: HMAC-SHA256 over "t.body"; the key is the whole secret, <c>whsec_</c> included.</summary>
    public static string Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{seconds}."), .. body]);
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }

    private static SignedStripeEvent Of((string Id, string Body) json, string secret) =>
        new(json.Id, json.Body, Sign(json.Body, secret, TimeProvider.System.GetUtcNow()));
}
