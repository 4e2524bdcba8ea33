using Credits.Statements;

namespace Operator.Commands;

/// <summary>Recomputes a statement that a user exported, and names the first line that does not fit.</summary>
internal static class CheckStatementCommand
{
    public static async Task<int> RunAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new UsageException($"check-statement takes a file; there is none at {file}.");
        }
        using var statement = File.OpenText(file);
        if (await StatementCheck.FindFaultAsync(statement, cancellationToken) is { } fault)
        {
            Console.WriteLine($"Line {fault.Line} is wrong. {fault.Problem}");
            return ExitCode.Failed;
        }
        Console.WriteLine("The statement fits: no line was changed, removed, moved or added.");
        return ExitCode.Done;
    }
}
