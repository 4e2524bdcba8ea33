using Spectre.Console;

namespace Dev;

/// <summary>Lines for people: with colours on a terminal, plain otherwise.</summary>
internal static class Output
{
    private const int Unlimited = 10_000;

    static Output()
    {
        if (!IsTerminal)
        {
            // A line that a script reads must not be broken.
            LeaveLinesWhole();
        }
    }

    public static bool IsTerminal => AnsiConsole.Profile.Out.IsTerminal && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>Lets the terminal break lines, which keeps a long address whole when it is copied. Not while a spinner turns.</summary>
    public static void LeaveLinesWhole() => AnsiConsole.Profile.Width = Unlimited;

    public static void Line(string text = "") => AnsiConsole.MarkupLine(Markup.Escape(text));

    public static void Good(string text) => AnsiConsole.MarkupLine($"[green]✓[/] {Markup.Escape(text)}");

    public static void Bad(string text) => AnsiConsole.MarkupLine($"[red]✗[/] {Markup.Escape(text)}");

    public static void Heading(string text) => AnsiConsole.MarkupLine($"[bold]{Markup.Escape(text)}[/]");

    public static void Table(Table table) => AnsiConsole.Write(table);
}
