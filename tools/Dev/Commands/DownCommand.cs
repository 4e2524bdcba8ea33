using Dev.CommandLine;
using Dev.Components;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev down</c>: stops what ./dev started, and nothing else.</summary>
internal static class DownCommand
{
    public static Command Command { get; } = new("down", "", "Stops all that up started, by process id; data is kept", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        Arguments.Parse(given, [], []).NoWords();
        var workplace = await Workplace.OpenAsync(cancellationToken);
        await using var operating = await workplace.OperateAsync(cancellationToken);
        if (workplace.State.Alive().Count == 0)
        {
            Output.Line("Nothing runs.");
        }

        await Steps.ShowAsync(steps => new WholeSystem(workplace).StopAsync(steps, cancellationToken));
        return ExitCodes.Success;
    }
}
