using Billing.Reconciliation;
using Npgsql;

namespace Operator.Commands;

/// <summary>Compares what was paid with what was granted, purchase by purchase.</summary>
internal static class ReconcileCommand
{
    private const string GraceOption = "--grace-seconds";
    private const string AsOfOption = "--as-of";

    // A payment's grant is usually told within a second; what is older than this is late.
    private const int GraceSecondsDefault = 60;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var options = new CommandOptions(arguments, GraceOption, AsOfOption);
        var asOf = options.Time(AsOfOption) ?? TimeProvider.System.GetUtcNow();
        var graceSeconds = options.Number(GraceOption, GraceSecondsDefault);
        await using var dataSource = NpgsqlDataSource.Create(Connections.Of("Billing"));
        var differences = 0;
        await foreach (var difference in PurchaseReconciliation.FindDifferencesAsync(dataSource, asOf, graceSeconds, cancellationToken))
        {
            differences++;
            Console.WriteLine(difference);
        }
        Console.WriteLine(differences > 0 ? $"Money and credits differ in {differences} purchases." : "Money and credits agree.");
        return differences > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
