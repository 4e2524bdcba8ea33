using System.Globalization;

namespace Credits.History;

/// <summary>A place in the history that new transactions don't shift. Opaque to clients.</summary>
internal static class HistoryCursor
{
    private const string Prefix = "s";

    public static string After(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence}");

    public static bool TryParse(string cursor, out long sequence)
    {
        sequence = 0;
        return cursor.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }
}
