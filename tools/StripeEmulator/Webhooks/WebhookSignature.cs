using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StripeEmulator.Webhooks;

/// <summary>
/// The header <c>Stripe-Signature</c>: a wall clock time, and one v1 for each secret that is valid while one is being rolled.
/// </summary>
internal static class WebhookSignature
{
    public const string HeaderName = "Stripe-Signature";

    public static string Header(long wallSeconds, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        var signed = (byte[])[.. Encoding.UTF8.GetBytes(wallSeconds.ToString(CultureInfo.InvariantCulture) + "."), .. body];
        var signatures = secrets.Select(secret =>
            "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        return $"t={wallSeconds.ToString(CultureInfo.InvariantCulture)},{string.Join(',', signatures)}";
    }
}
