using System.Globalization;
using LoadTest.Load;

namespace LoadTest.Webhooks;

/// <summary>Reports one payment after the other as Stripe does.</summary>
internal sealed class WebhookClient(HttpConnection connection, Uri address, string secret, PreparedPayments payments, Acceptances acceptances) : IClient
{
    public const string Path = "/api/v1/playground/webhooks/stripe/credits";

    private readonly SignedEvent signed = new(payments, secret);

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var number = payments.Take();
        var status = await connection.SendAsync(Request(signed.Write(number)));
        if (status == 200)
        {
            acceptances.Add(number);
            return true;
        }
        Complaint = $"{status}: {connection.BodyText()}";
        return false;
    }

    public void Dispose() => connection.Dispose();

    private ReadOnlyMemory<byte> Request(string signature) => signed.Behind(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {Path} HTTP/1.1\r\nHost: {address.Authority}\r\nStripe-Signature: {signature}\r\nContent-Type: application/json\r\nContent-Length: {signed.Body.Length}\r\n\r\n"));
}
