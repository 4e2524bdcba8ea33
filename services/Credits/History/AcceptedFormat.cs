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
        return QualityOf(accepted, Csv) is var csv and > 0 && csv >= QualityOf(accepted, Json);
    }

    private static double QualityOf(IEnumerable<MediaTypeHeaderValue> accepted, string mediaType) =>
        accepted.FirstOrDefault(range => range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)) is { } named
            ? named.Quality ?? 1
            : 0;
}
