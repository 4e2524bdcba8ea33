using Spectre.Console;

namespace Dev.Logs;

/// <summary>Shows log entries, one line each where the message allows.</summary>
internal static class LogWriter
{
    private const int SourceWidth = 10;

    public static void Write(LogEntry entry)
    {
        var time = entry.Time == DateTimeOffset.MinValue ? new string(' ', 12) : entry.Time.ToString("HH:mm:ss.fff", null);
        if (!Output.IsTerminal)
        {
            Console.WriteLine($"{time} {entry.Source.PadRight(SourceWidth)} {Level(entry.Level)} {Category(entry.Category)}{entry.Message}");
            return;
        }

        AnsiConsole.MarkupLine(
            $"[grey]{time}[/] {Markup.Escape(entry.Source.PadRight(SourceWidth))} [{Colour(entry.Level)}]{Level(entry.Level)}[/] "
            + $"[grey]{Markup.Escape(Category(entry.Category))}[/]{Markup.Escape(entry.Message)}");
    }

    private static string Level(string level) => level switch
    {
        "Trace" => "trce",
        "Debug" => "dbug",
        "Information" => "info",
        "Warning" => "warn",
        "Error" => "fail",
        "Critical" => "crit",
        _ => "    ",
    };

    private static string Colour(string level) => level switch
    {
        "Warning" => "yellow",
        "Error" or "Critical" => "red",
        _ => "green",
    };

    private static string Category(string category) => category.Length == 0 ? "" : category.Split('.')[^1] + ": ";
}
