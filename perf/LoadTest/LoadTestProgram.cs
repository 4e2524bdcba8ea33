using System.Text.Json;
using LoadTest.Reports;
using LoadTest.Scenarios;
using LoadTest.Stripe;
using LoadTest.Webhooks;

namespace LoadTest;

/// <summary>Runs the scenarios asked for, each beside its baseline, and says whether all went well.</summary>
internal static class LoadTestProgram
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 2;

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is not [var planFile] || planFile is "--help" or "-h")
        {
            Console.Error.WriteLine(
                """
                Usage: LoadTest PLAN.json
                Loads a running system and measures it beside pgbench in the same PostgreSQL. ./dev bench writes the plan (URLs,
                tokens, scenarios, seconds, connections) and runs this; see LoadPlan.cs for its members.
                """);
            return Usage;
        }
        var plan = LoadPlan.Parse(await File.ReadAllTextAsync(planFile, cancellationToken));
        var unknown = plan.Scenarios.Except([.. Scenario.Names, WebhookRun.Name, StripeRun.Name], StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            Console.Error.WriteLine($"There is no scenario {string.Join(", ", unknown)}. There are {string.Join(", ", Scenario.Names)}, {WebhookRun.Name}, {StripeRun.Name}.");
            return Usage;
        }
        var report = await new LoadRun(plan).RunAsync(cancellationToken);
        await WriteAsync(plan, report, cancellationToken);
        return report.IsGood ? Success : Failure;
    }

    private static async Task WriteAsync(LoadPlan plan, LoadReport report, CancellationToken cancellationToken)
    {
        if (plan.JsonFile is { } json)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(report, LoadPlan.Json), cancellationToken);
        }
        if (plan.HtmlFile is { } html && report.Measurements.Count > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(html))!);
            await File.WriteAllTextAsync(html, HtmlReport.Render(report), cancellationToken);
            Console.WriteLine($"With charts: {html}");
        }
    }
}
