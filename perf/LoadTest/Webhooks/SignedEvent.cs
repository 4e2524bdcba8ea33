using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LoadTest.Webhooks;

/// <summary>One event after the other as Stripe sends it, signed over the very bytes, in a buffer that is used again and again.</summary>
internal sealed class SignedEvent(PreparedPayments payments, string secret)
{
    private const int HeadBytesMax = 512;
    private const int EventBytesMax = 4 * 1024;

    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);
    private readonly byte[] buffer = new byte[HeadBytesMax + EventBytesMax];
    private int length;

    /// <summary>The event, until the next is written.</summary>
    public ReadOnlyMemory<byte> Body => buffer.AsMemory(HeadBytesMax, length);

    /// <summary>Writes the event of a payment.</summary>
    /// <returns>The value of Stripe's header: HMAC-SHA256 over "t.body".</returns>
    public string Write(long number)
    {
        length = payments.WriteEvent(number, buffer.AsSpan(HeadBytesMax));
        var moment = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={moment},v1={Convert.ToHexStringLower(HMACSHA256.HashData(key, Behind($"{moment}.").Span))}";
    }

    /// <summary>The event behind something else, in ASCII.</summary>
    public ReadOnlyMemory<byte> Behind(string head)
    {
        Encoding.ASCII.GetBytes(head, buffer.AsSpan(HeadBytesMax - head.Length));
        return buffer.AsMemory(HeadBytesMax - head.Length, head.Length + length);
    }
}
