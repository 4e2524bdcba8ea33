using System.Text;

namespace StripeEmulator.Webhooks;

/// <summary>What a receiver answered, as far as it helps to see why: the beginning of the body and a few headers.</summary>
/// <param name="IsCut">Whether there was more of the body.</param>
internal sealed record AttemptAnswer(string Body, bool IsCut, IReadOnlyDictionary<string, string> Headers)
{
    public const int BodyBytesMax = 4 * 1024;

    private const int HeaderLengthMax = 200;

    private static readonly string[] HeadersKept =
        ["Content-Type", "Location", "Retry-After", "Server", "WWW-Authenticate", "X-Request-Id", "Request-Id"];

    public static AttemptAnswer Of(string body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Of(bytes.AsSpan(0, Math.Min(bytes.Length, BodyBytesMax)), bytes.Length > BodyBytesMax, headers);
    }

    public static AttemptAnswer Of(ReadOnlySpan<byte> body, bool isCut, IEnumerable<KeyValuePair<string, string>> headers) => new(
        Encoding.UTF8.GetString(body),
        isCut,
        headers
            .Where(header => HeadersKept.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .DistinctBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => header.Value.Length > HeaderLengthMax ? header.Value[..HeaderLengthMax] : header.Value));
}
