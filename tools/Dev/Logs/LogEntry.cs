using System.Text.Json;

namespace Dev.Logs;

/// <summary>One line of a log: a JSON record of a service, or plain text.</summary>
internal sealed record LogEntry(DateTimeOffset Time, string Source, string Level, string Category, string Message)
{
    /// <param name="line">As it stands in the file.</param>
    /// <param name="source">The component and replica.</param>
    /// <param name="before">The time of the line before, for a line that has none, such as a part of a stack trace.</param>
    public static LogEntry Parse(string line, string source, DateTimeOffset before)
    {
        if (line.StartsWith('{'))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                return FromJson(document.RootElement, source, before);
            }
            catch (JsonException)
            {
                // Half a line: the writer was killed. It is shown as it is.
            }
        }

        return new LogEntry(PlainTime(line) ?? before, source, "", "", line);
    }

    private static LogEntry FromJson(JsonElement record, string source, DateTimeOffset before)
    {
        var time = DateTimeOffset.TryParse(Text(record, "Timestamp"), null, System.Globalization.DateTimeStyles.AssumeUniversal, out var parsed)
            ? parsed
            : before;
        var exception = Text(record, "Exception");
        var message = Text(record, "Message");
        return new LogEntry(
            time,
            source,
            Text(record, "LogLevel"),
            Text(record, "Category"),
            exception.Length == 0 ? message : $"{message}\n    {exception.Replace("\n", "\n    ", StringComparison.Ordinal)}");
    }

    // PostgreSQL and RabbitMQ begin a line with "2026-01-31 12:00:00.123" and a zone.
    private static DateTimeOffset? PlainTime(string line)
    {
        const int length = 23;
        return line.Length > length
            && DateTimeOffset.TryParse(line[..length], null, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
    }

    private static string Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
