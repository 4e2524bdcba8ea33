using Npgsql;

namespace Credits.History;

/// <summary>A transaction as the statements of the history give it: number, id, amount and so on, from some column on.</summary>
internal static class HistoryRow
{
    public static HistoryItem Read(NpgsqlDataReader reader, int first) => new(
        reader.GetGuid(first + 1),
        reader.GetInt64(first + 2),
        reader.GetInt64(first + 3),
        reader.GetString(first + 4),
        TextOrNull(reader, first + 5),
        TextOrNull(reader, first + 6) is { } metadata ? new JsonText(metadata) : null,
        TextOrNull(reader, first + 7),
        reader.IsDBNull(first + 8) ? null : reader.GetGuid(first + 8),
        reader.GetFieldValue<DateTimeOffset>(first + 9));

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
