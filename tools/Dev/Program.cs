using System.Runtime.InteropServices;
using Dev.CommandLine;

using var stopping = new CancellationTokenSource();
var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
    .Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        // The command decides what stopping means: `up` ends what it started, the others just end.
        context.Cancel = true;
        stopping.Cancel();
    }))
    .ToArray();
var exitCode = await CommandTable.RunAsync(args, stopping.Token);
foreach (var signal in signals)
{
    signal.Dispose();
}

return exitCode;
