using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace StripeEmulator.Api.Requests;

/// <summary>
/// Reads a request's parameters from query and body as one tree. Lists come as <c>a[]=</c> from the Stripe CLI and as
/// <c>a[0]=</c> from the SDKs; both mean the same here.
/// </summary>
internal static class FormReader
{
    private const int PairsMax = 1_000;
    private const int DepthMax = 8;
    private const string FormContentType = "application/x-www-form-urlencoded";

    public static async Task<RequestForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        AddPairs(pairs, request.QueryString.Value);

        if (request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            if (request.ContentType?.StartsWith(FormContentType, StringComparison.OrdinalIgnoreCase) != true)
            {
                throw StripeError.Invalid($"The body must be sent as {FormContentType}.");
            }

            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            AddPairs(pairs, await reader.ReadToEndAsync(cancellationToken));
        }

        return new RequestForm(Tree(pairs), pairs, Fingerprint(request, pairs));
    }

    private static void AddPairs(List<KeyValuePair<string, string>> pairs, string? encoded)
    {
        foreach (var pair in new QueryStringEnumerable(encoded))
        {
            if (pairs.Count == PairsMax)
            {
                throw StripeError.Invalid($"A request may carry at most {PairsMax} parameters.");
            }

            pairs.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        }
    }

    private static FormNode Tree(List<KeyValuePair<string, string>> pairs)
    {
        var root = new FormNode();
        foreach (var (name, value) in pairs)
        {
            var node = root;
            foreach (var segment in Segments(name))
            {
                var key = segment.Length > 0 ? segment : node.Children.Count.ToString(CultureInfo.InvariantCulture);
                if (!node.Children.TryGetValue(key, out var child))
                {
                    node.Children.Add(key, child = new FormNode());
                }

                node = child;
            }

            node.Value = value;
        }

        return root;
    }

    /// <summary>Splits <c>a[b][]</c> into <c>a</c>, <c>b</c> and an empty segment, which stands for "the next".</summary>
    private static List<string> Segments(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
        {
            return [name];
        }

        if (open == 0 || !name.EndsWith(']'))
        {
            throw StripeError.Invalid($"Invalid parameter name: {name}");
        }

        List<string> segments = [name[..open], .. name[(open + 1)..^1].Split("][")];
        return segments.Count <= DepthMax && !segments.Any(segment => segment.Contains('[') || segment.Contains(']'))
            ? segments
            : throw StripeError.Invalid($"Invalid parameter name: {name}");
    }

    /// <summary>Two requests with one idempotency key must have the same of these.</summary>
    private static string Fingerprint(HttpRequest request, List<KeyValuePair<string, string>> pairs)
    {
        var canonical = new StringBuilder(request.Method).Append(' ').Append(request.Path.Value).Append('\n');
        foreach (var (name, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            canonical.Append(CultureInfo.InvariantCulture, $"{name.Length}:{name}{value.Length}:{value}");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }
}

/// <summary>A request's parameters, and what tells this request from another with the same idempotency key.</summary>
internal sealed record RequestForm(FormNode Root, IReadOnlyList<KeyValuePair<string, string>> Pairs, string Fingerprint);
