using Credits.Ledger;
using Npgsql;

namespace Operator.Commands;

/// <summary>Proves the ledger, or prints a line for each row that breaks it.</summary>
internal static class VerifyLedgerCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(Connections.Of("Credits"));
        var result = await new LedgerVerifier(dataSource).VerifyAsync(Report, cancellationToken);
        if (result.Findings > 0)
        {
            Console.WriteLine($"The ledger is broken: {result.Findings} findings in {result.Accounts} accounts.");
            return ExitCode.Failed;
        }
        Console.WriteLine($"The ledger is sound: {result.Accounts} accounts, {result.Transactions} transactions.");
        return ExitCode.Done;
    }

    private static void Report(LedgerFinding finding) =>
        Console.WriteLine($"account {finding.UserId}, {finding.Row}: {finding.Problem}");
}
