using Dev.Logs;
using LocalServers;

namespace Dev.Components;

/// <summary>What a program said before it ended, as far as it helps: without the frames of a stack trace, which hide the sentence above them.</summary>
internal static class LastWords
{
    private const int LinesRead = 200;
    private const int LinesShown = 12;

    public static string Of(string logFile)
    {
        var lines = LogTail.Read(logFile, LinesRead).Split('\n')
            .SelectMany(line => LogEntry.Parse(line, "", DateTimeOffset.MinValue).Message.Split('\n'))
            .Where(line => line.Trim() is { Length: > 0 } text && !IsFrame(text))
            .TakeLast(LinesShown);
        return $"The end of {logFile}:\n{string.Join('\n', lines)}";
    }

    private static bool IsFrame(string text) =>
        text.StartsWith("at ", StringComparison.Ordinal) || text.StartsWith("--- End of", StringComparison.Ordinal);
}
