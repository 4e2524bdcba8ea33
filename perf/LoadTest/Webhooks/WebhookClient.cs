using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoadTest.Load;

namespace LoadTest.Webhooks;

/// <summary>Reports one payment after the other as Stripe does: signed over the very bytes.</summary>
internal sealed class WebhookClient(HttpConnection connection, Uri address, string secret, PreparedPayments payments, Acceptances acceptances) : IClient
{
    public const string Path = "/api/v1/playground/webhooks/stripe/credits";

    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var number = payments.Take();
        var status = await connection.SendAsync(Request(address, payments.EventOf(number), key));
        if (status == 200)
        {
            acceptances.Add(number);
            return true;
        }
        Complaint = $"{status}: {connection.BodyText()}";
        return false;
    }

    public void Dispose() => connection.Dispose();

    /// <summary>The value of Stripe's header: HMAC-SHA256 over "t.body".</summary>
    public static string Signature(byte[] body, byte[] key)
    {
        var moment = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(key, (byte[])[.. Encoding.ASCII.GetBytes($"{moment}."), .. body]);
        return $"t={moment},v1={Convert.ToHexStringLower(hash)}";
    }

    private static byte[] Request(Uri address, byte[] body, byte[] key)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {Path} HTTP/1.1\r\nHost: {address.Authority}\r\nStripe-Signature: {Signature(body, key)}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
