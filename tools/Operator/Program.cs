using Npgsql;
using Operator;
using Operator.Commands;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, interrupt) =>
{
    interrupt.Cancel = true;
    stop.Cancel();
};

try
{
    return args switch
    {
        ["migrate", .. var options] => await MigrateCommand.RunAsync(options, stop.Token),
        ["verify-ledger"] => await VerifyLedgerCommand.RunAsync(stop.Token),
        ["backfill", .. var options] => await BackfillCommand.RunAsync(options, stop.Token),
        ["reconcile", .. var options] => await ReconcileCommand.RunAsync(options, stop.Token),
        ["doctor", .. var options] => await DoctorCommand.RunAsync(
            Installation.FromEnvironment(), options, TimeProvider.System, Console.Out, stop.Token),
        ["stripe-setup", .. var options] => await StripeSetupCommand.RunAsync(
            Installation.FromEnvironment(), options, Console.Out, stop.Token),
        ["check-statement", var file] => await CheckStatementCommand.RunAsync(file, stop.Token),
        _ => Usage.Print(),
    };
}
catch (UsageException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return ExitCode.Usage;
}
catch (NpgsqlException exception)
{
    await Console.Error.WriteLineAsync($"The database refused or did not answer: {exception.Message}");
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return ExitCode.Failed;
}
