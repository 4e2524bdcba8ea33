using Microsoft.Net.Http.Headers;

namespace Credits.History;

/// <summary>What the caller would rather have. JSON, unless CSV is named and not wanted less.</summary>
internal static class AcceptedFormat
{
    public const string Csv = "text/csv";
    private const string Json = "application/json";

    public static bool IsCsv(HttpRequest request)
    {
        // Nearly nobody asks for CSV, so nearly nobody pays for reading the header.
        if (!request.Headers.Accept.ToString().Contains(Csv, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var accepted = MediaTypeHeaderValue.ParseList(request.Headers.Accept);
        return PerMilleOf(accepted, Csv) is var csv and > 0 && csv >= PerMilleOf(accepted, Json);
    }

    // A preference has at most three digits.
    private static int PerMilleOf(IEnumerable<MediaTypeHeaderValue> accepted, string mediaType) =>
        accepted.FirstOrDefault(range => range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)) is { } named
            ? (int)Math.Round((named.Quality ?? 1) * 1_000)
            : 0;
}
