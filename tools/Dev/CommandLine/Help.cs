using Spectre.Console;

namespace Dev.CommandLine;

/// <summary>What <c>./dev help</c> shows.</summary>
internal static class Help
{
    public static void Write(IReadOnlyList<Command> commands)
    {
        var table = new Table().NoBorder().HideHeaders().AddColumn(new TableColumn("").NoWrap()).AddColumn("");
        foreach (var command in commands)
        {
            table.AddRow(
                new Markup($"[bold]./dev {Markup.Escape(command.Name)}[/] {Markup.Escape(command.Usage)}".TrimEnd()),
                new Text(command.Does));
        }

        Output.Table(table);
    }
}
