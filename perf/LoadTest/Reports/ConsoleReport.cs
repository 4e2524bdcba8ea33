using System.Globalization;
using Spectre.Console;

namespace LoadTest.Reports;

/// <summary>The figures for people on a terminal, and as plain lines otherwise.</summary>
internal static class ConsoleReport
{
    private static readonly string[] Columns =
    [
        "scenario", "conn.", "per s", "p50 ms", "p95 ms", "p99 ms", "errors", "pgbench per s", "p50 ms", "ratio per s", "ratio p50", "ledger",
    ];

    public static void Say(string line) => Console.Error.WriteLine(line);

    public static void Show(LoadReport report)
    {
        var rows = report.Measurements.Select(Row).ToList();
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(string.Join('\t', Columns));
            rows.ForEach(row => Console.WriteLine(string.Join('\t', row)));
        }
        else
        {
            var table = new Table().AddColumns(Columns);
            rows.ForEach(row => table.AddRow(row));
            AnsiConsole.Write(table);
        }
        foreach (var (scenario, complaint) in report.Measurements.Select(each => (each.Scenario, each.Ours.Complaint ?? Unsound(each))).Distinct())
        {
            if (complaint is not null)
            {
                Console.WriteLine($"{scenario}: {complaint}");
            }
        }
        Console.WriteLine("pgbench: -M prepared, default durability, the same server and minute. Spends carry a token and an Idempotency-Key each.");
    }

    private static string? Unsound(Measurement measurement) => measurement.Verdict is { IsSound: false, Said: var said } ? said : null;

    private static string[] Row(Measurement measurement)
    {
        var (ours, baseline) = (measurement.Ours, measurement.Baseline);
        return
        [
            measurement.Scenario, Text(measurement.Connections, "0"), Text(ours.PerSecond, "#,0"), Text(ours.Latencies.P50, "0.00"),
            Text(ours.Latencies.P95, "0.00"), Text(ours.Latencies.P99, "0.00"), Text(ours.Errors, "0"), Text(baseline.PerSecond, "#,0"),
            Text(baseline.Latencies.P50, "0.00"), Text(measurement.RateRatio, "0.00"), Text(measurement.MedianRatio, "0.00"),
            measurement.Verdict switch { null => "-", { IsSound: true } => "sound", _ => "BROKEN" },
        ];
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
