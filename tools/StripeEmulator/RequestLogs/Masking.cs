using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace StripeEmulator.RequestLogs;

/// <summary>Takes out of a request's parameters what nobody should read over a shoulder: secrets, and card and account numbers.</summary>
internal static partial class Masking
{
    private const int ValueLengthMax = 500;
    private const int VisibleDigits = 4;
    private const string Hidden = "********";

    private static readonly FrozenSet<string> SecretNames =
        new[] { "client_secret", "cvc", "key", "password", "secret" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NumberNames =
        new[] { "account_number", "number", "routing_number" }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> Mask(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var masked = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            // The members of a list may share one name, as in types[]=a&types[]=b.
            var shown = Value(LastSegment(name), value);
            masked[name] = masked.TryGetValue(name, out var before) ? $"{before}, {shown}" : shown;
        }

        return masked;
    }

    private static string Value(string name, string value) =>
        SecretNames.Contains(name) || Secret().IsMatch(value) ? Hidden
        : NumberNames.Contains(name) || CardNumber().IsMatch(value) ? Hidden + LastDigits(value)
        : value.Length > ValueLengthMax ? value[..ValueLengthMax] + "…"
        : value;

    private static string LastDigits(string value) =>
        value.Length > 2 * VisibleDigits && value[^VisibleDigits..].All(char.IsAsciiDigit) ? value[^VisibleDigits..] : "";

    private static string LastSegment(string name)
    {
        var segments = name.Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return segments.Length == 0 ? name : segments[^1];
    }

    [GeneratedRegex(@"\b(sk|rk|pk)_(test|live)_|\bwhsec_|_secret_")]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?<!\w)\d(?:[ -]?\d){12,18}(?!\w)")]
    private static partial Regex CardNumber();
}
