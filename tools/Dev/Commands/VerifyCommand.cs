using Dev.CommandLine;
using Dev.Databases;
using Dev.Workspace;
using LocalServers.Processes;

namespace Dev.Commands;

/// <summary><c>./dev verify</c>: proves the ledger, and compares money with credits.</summary>
internal static class VerifyCommand
{
    public static Command Command { get; } = new("verify", "", "Proves the ledger and reconciles money with credits; exit code 1 on a finding", RunAsync);

    /// <returns>Whether both found nothing.</returns>
    public static async Task<bool> VerifyAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        // The second only when the first finds nothing: the first difference is the one to look at.
        return Tell(await OperatorProgram.VerifyLedgerAsync(workplace, cancellationToken))
            && Tell(await OperatorProgram.ReconcileAsync(workplace, cancellationToken));
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        Arguments.Parse(given, [], []).NoWords();
        var workplace = await Workplace.OpenAsync(cancellationToken);
        if (workplace.State.Alive(ComponentNames.Postgres).Count == 0)
        {
            throw new DevException("PostgreSQL does not run: ./dev up");
        }

        return await VerifyAsync(workplace, cancellationToken) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static bool Tell(ShortProgramResult result)
    {
        Output.Line(result.Said);
        return result.ExitCode == 0;
    }
}
