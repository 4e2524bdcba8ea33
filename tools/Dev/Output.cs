using Spectre.Console;

namespace Dev;

/// <summary>Lines for people: with colours on a terminal, plain otherwise.</summary>
internal static class Output
{
    // Without a terminal nobody's window is to be filled, and a line that a script reads must not be broken.
    private const int WidthWithoutTerminal = 10_000;

    static Output()
    {
        if (!IsTerminal)
        {
            AnsiConsole.Profile.Width = WidthWithoutTerminal;
        }
    }

    public static bool IsTerminal => AnsiConsole.Profile.Out.IsTerminal && AnsiConsole.Profile.Capabilities.Ansi;

    public static void Line(string text = "") => AnsiConsole.MarkupLine(Markup.Escape(text));

    public static void Good(string text) => AnsiConsole.MarkupLine($"[green]✓[/] {Markup.Escape(text)}");

    public static void Bad(string text) => AnsiConsole.MarkupLine($"[red]✗[/] {Markup.Escape(text)}");

    public static void Heading(string text) => AnsiConsole.MarkupLine($"[bold]{Markup.Escape(text)}[/]");

    public static void Table(Table table) => AnsiConsole.Write(table);
}
