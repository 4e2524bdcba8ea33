using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WebhookIngress;

/// <summary>What a <c>Stripe-Signature</c> header is worth.</summary>
internal enum SignatureVerdict
{
    Valid,
    Missing,
    Malformed,
    Stale,
    Invalid,
}

/// <summary>Stripe's webhook signature: HMAC-SHA256 over <c>{t}.{raw body}</c>, as lower-case hex in each <c>v1</c>.</summary>
/// <remarks>
/// Every <c>v1</c> against every secret, in constant time and without an early exit: while a secret is being rolled Stripe signs
/// with both. Other schemes are ignored, or a forger could choose the weakest. Source: docs.stripe.com/webhooks, "Verify manually".
/// </remarks>
internal static class StripeSignature
{
    public const string HeaderName = "Stripe-Signature";

    /// <summary>How far the signature's time may be from ours, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int HeaderLengthMax = 2_048;
    private const int SignaturesMax = 16;
    private const int SignatureHexLength = SHA256.HashSizeInBytes * 2;

    public static SignatureVerdict Verify(ReadOnlySpan<byte> body, string? header, IReadOnlyList<byte[]> keys, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header))
        {
            return SignatureVerdict.Missing;
        }
        if (header.Length > HeaderLengthMax || !TryParse(header, out var timestamp, out var signatures))
        {
            return SignatureVerdict.Malformed;
        }
        if (Math.Abs(now.ToUnixTimeSeconds() - timestamp) > (long)Tolerance.TotalSeconds)
        {
            return SignatureVerdict.Stale;
        }
        return IsSigned(body, timestamp, signatures, keys) ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
    }

    private static bool TryParse(string header, out long timestamp, out List<byte[]> signatures)
    {
        timestamp = 0;
        signatures = [];
        var hasTimestamp = false;
        foreach (var item in header.Split(','))
        {
            var separator = item.IndexOf('=', StringComparison.Ordinal);
            if (separator < 0)
            {
                return false;
            }
            var scheme = item.AsSpan(0, separator).Trim();
            var value = item.AsSpan(separator + 1).Trim();
            if (scheme is "t")
            {
                // A second time would leave open which of the two was signed.
                if (hasTimestamp || !TryParseTime(value, out timestamp))
                {
                    return false;
                }
                hasTimestamp = true;
            }
            else if (scheme is "v1")
            {
                if (value.Length != SignatureHexLength || !TryParseHex(value, out var signature) || signatures.Count == SignaturesMax)
                {
                    return false;
                }
                signatures.Add(signature);
            }
        }
        return hasTimestamp && signatures.Count > 0;
    }

    // Seconds up to the year 9999: what is larger is no time, and must not overflow what is computed with it.
    private static bool TryParseTime(ReadOnlySpan<char> value, out long timestamp) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out timestamp)
        && timestamp <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static bool TryParseHex(ReadOnlySpan<char> value, out byte[] bytes)
    {
        bytes = new byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(value, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    private static bool IsSigned(ReadOnlySpan<byte> body, long timestamp, List<byte[]> signatures, IReadOnlyList<byte[]> keys)
    {
        var signed = false;
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}."));
        foreach (var key in keys)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(prefix);
            hmac.AppendData(body);
            hmac.GetHashAndReset(expected);
            foreach (var signature in signatures)
            {
                signed |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }
        return signed;
    }
}
