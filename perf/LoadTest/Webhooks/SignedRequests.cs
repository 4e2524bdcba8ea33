using System.Globalization;

namespace LoadTest.Webhooks;

/// <summary>Webhooks as Stripe sends them, most of them written and signed before they are needed.</summary>
/// <remarks>Both share the processors: what the generator takes during a load is taken from what it measures.</remarks>
internal sealed class SignedRequests(PreparedPayments payments, WebhookTarget target)
{
    // A tenth of a gigabyte. A load that lasts longer signs the rest as it goes.
    private const int AheadMax = 64 * 1024;

    private readonly Uri address = new(target.IngressUrl);

    private byte[][] ahead = [];
    private long first;

    /// <summary>Writes those of the payments that are reported next. Not while a load runs.</summary>
    public void WriteAhead(long count)
    {
        var signed = NewBuffer();
        first = payments.Used + 1;
        ahead = [.. Enumerable.Range(0, (int)Math.Min(count, AheadMax)).Select(index => Write(first + index, signed).ToArray())];
    }

    /// <summary>A buffer for those that were not written ahead, one for each connection.</summary>
    public SignedEvent NewBuffer() => new(payments, target.Secret);

    /// <summary>The request that reports a payment.</summary>
    /// <param name="number">The payment's.</param>
    /// <param name="buffer">Holds it, if it is written now.</param>
    public ReadOnlyMemory<byte> Of(long number, SignedEvent buffer) =>
        number - first < ahead.Length ? ahead[number - first] : Write(number, buffer);

    private ReadOnlyMemory<byte> Write(long number, SignedEvent buffer)
    {
        var signature = buffer.Write(number);
        return buffer.Behind(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {WebhookClient.Path} HTTP/1.1\r\nHost: {address.Authority}\r\nStripe-Signature: {signature}\r\nContent-Type: application/json\r\nContent-Length: {buffer.Body.Length}\r\n\r\n"));
    }
}
