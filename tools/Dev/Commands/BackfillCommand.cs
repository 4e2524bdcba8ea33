using Dev.CommandLine;
using Dev.Databases;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev backfill</c>: brings in the Stripe events that were missed, with tools/Operator and Billing's settings.</summary>
internal static class BackfillCommand
{
    private const string Since = "--since";

    public static Command Command { get; } = new(
        "backfill", $"{Since} 6h", "Brings missed Stripe events in, from Stripe's list of the last minutes (m), hours (h) or days (d)", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [], [Since]);
        arguments.NoWords();
        var since = arguments.Value(Since) ?? throw new UsageException($"{Since} says how far back to look.");
        var workplace = await Workplace.OpenAsync(cancellationToken);
        if (workplace.State.Alive(ComponentNames.Postgres).Count == 0)
        {
            throw new DevException("PostgreSQL does not run: ./dev up");
        }

        var result = await OperatorProgram.BackfillAsync(workplace, since, cancellationToken);
        // The report where scripts read it; which events they were, beside it.
        await Console.Error.WriteAsync(result.Error);
        Output.Line(result.Output.Trim());
        return result.ExitCode;
    }
}
