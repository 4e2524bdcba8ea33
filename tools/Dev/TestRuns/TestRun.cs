using System.Diagnostics;
using Dev.Workspace;
using LocalServers.Processes;

namespace Dev.TestRuns;

/// <summary>Runs one test project by the test platform and reads what came of it.</summary>
internal sealed class TestRun(Checkout checkout, TestServerPair servers, string? filter)
{
    private const int TailLines = 40;

    public async Task<TestReport> RunAsync(TestProject project, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var results = Path.Combine(checkout.TestResults, project.Name + ".trx");
        File.Delete(results);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(project.Limit);
        try
        {
            var ended = await ShortProgram.RunAsync("dotnet", Arguments(project), checkout.Root, Variables(), limit.Token);
            await File.WriteAllTextAsync(Path.Combine(checkout.TestResults, project.Name + ".log"), ended.Said, cancellationToken);
            return Judge(project, ended, results, Stopwatch.GetElapsedTime(since));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TestReport.Broken(project.Name, $"Ended after {project.Limit.TotalMinutes:0} minutes: it hangs.", Stopwatch.GetElapsedTime(since));
        }
    }

    private List<string> Arguments(TestProject project)
    {
        List<string> arguments =
        [
            "test", project.Program.File, "--nologo",
            "--logger", $"trx;LogFileName={project.Name}.trx", "--results-directory", checkout.TestResults,
        ];
        if (filter is not null)
        {
            arguments.AddRange(["--filter", filter]);
        }

        return arguments;
    }

    // A test decides which Stripe it talks to; what the caller has set for the real one must not reach it.
    private Dictionary<string, string?> Variables()
    {
        var variables = new Dictionary<string, string?>(servers.Variables);
        foreach (var name in StripeChoice.GivenNames())
        {
            variables[name] = null;
        }

        return variables;
    }

    private TestReport Judge(TestProject project, ShortProgramResult ended, string results, TimeSpan took)
    {
        var report = TrxFile.Read(results, project.Name, took);
        var tail = string.Join('\n', ended.Said.Split('\n').TakeLast(TailLines));
        return report switch
        {
            null when filter is not null && ended.ExitCode == 0 => new TestReport(project.Name, 0, 0, 0, [], took),
            null => TestReport.Broken(project.Name, $"No results were written. The end of its output:\n{tail}", took),
            { Count: 0 } when filter is null => TestReport.Broken(project.Name, $"No test ran.\n{tail}", took),

            // The platform may lose its host amid the run: then every test that was counted passed, and the exit code tells.
            { Failed: 0, Count: > 0 } when ended.ExitCode != 0 => report with
            {
                Failed = 1,
                Failures = [new TestFailure(project.Name, $"The run ended with exit code {ended.ExitCode}.\n{tail}")],
            },
            _ => report,
        };
    }
}
