using Dev.Building;
using Dev.CommandLine;
using Dev.TestRuns;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev test</c>: all tests, on one private pair of servers.</summary>
internal static class TestCommand
{
    private const string Filter = "--filter";

    // Two cores: more at once would only make each wait for the others.
    private const int ProjectsAtOnce = 2;

    public static Command Command { get; } = new(
        "test", $"[NAME…] [{Filter} F]", "Runs all tests, or those of the named projects; the last line has the sums", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [], [Filter]);
        var checkout = Checkout.Find();
        var projects = TestProject.Find(checkout, arguments.Words);
        Directory.CreateDirectory(checkout.TestResults);

        var servers = TestServerPair.None;
        await Steps.ShowAsync(async steps => await Task.WhenAll(
            steps.RunAsync("build", "done", () => SolutionBuild.Whole.EnsureAsync(checkout, cancellationToken)),
            projects.Any(project => project.NeedsServers)
                ? steps.RunAsync("servers", "ready", async () => servers = await TestServerPair.StartAsync(cancellationToken))
                : Task.CompletedTask));

        var reports = await RunAsync(new TestRun(checkout, servers, arguments.Value(Filter)), projects, cancellationToken);
        if (reports.Sum(report => report.Count) == 0)
        {
            Output.Bad($"No test matches {arguments.Value(Filter)}.");
            reports = [.. reports, TestReport.Broken("filter", "no test", TimeSpan.Zero)];
        }

        TestSummary.WriteTotal(reports);
        return reports.All(report => report.Failed == 0) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static async Task<IReadOnlyList<TestReport>> RunAsync(
        TestRun run, IReadOnlyList<TestProject> projects, CancellationToken cancellationToken)
    {
        var reports = new List<TestReport>();
        await Steps.ShowAsync(async steps =>
        {
            foreach (var group in new[] { (Alone: false, AtOnce: ProjectsAtOnce), (Alone: true, AtOnce: 1) })
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = group.AtOnce, CancellationToken = cancellationToken };
                await Parallel.ForEachAsync(projects.Where(project => project.RunsAlone == group.Alone), options, async (project, token) =>
                {
                    var report = await steps.WatchAsync(project.Name, () => run.RunAsync(project, token));
                    lock (reports)
                    {
                        reports.Add(report);
                        TestSummary.Write(report);
                    }
                });
            }
        });
        return reports;
    }
}
