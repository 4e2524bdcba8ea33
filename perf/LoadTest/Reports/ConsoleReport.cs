using System.Globalization;
using LoadTest.Stripe;
using LoadTest.Webhooks;
using Spectre.Console;

namespace LoadTest.Reports;

/// <summary>The figures for people on a terminal, and as plain lines otherwise.</summary>
internal static class ConsoleReport
{
    private static readonly string[] Columns =
    [
        "scenario", "conn.", "per s", "p50 ms", "p95 ms", "p99 ms", "errors", "pgbench per s", "p50 ms", "ratio per s", "ratio p50", "ledger",
    ];

    private static readonly string[] WebhookColumns =
    [
        "webhook conn.", "accepted per s", "p50 ms", "p99 ms", "raw bus per s", "ratio", "drained per s", "pgbench per s", "ratio",
        "to spendable p50 ms", "p99 ms", "errors", "ledger",
    ];

    public static void Say(string line) => Console.Error.WriteLine(line);

    public static void Show(LoadReport report)
    {
        if (report.Measurements.Count > 0)
        {
            Show(Columns, [.. report.Measurements.Select(Row)]);
        }
        foreach (var (scenario, complaint) in report.Measurements.Select(each => (each.Scenario, each.Ours.Complaint ?? Unsound(each))).Distinct())
        {
            if (complaint is not null)
            {
                Console.WriteLine($"{scenario}: {complaint}");
            }
        }
        if (report.Webhooks is { } webhooks)
        {
            Show(webhooks);
        }
        if (report.LocalStripe is { } stripe)
        {
            Show(stripe);
        }
        if (report.Measurements.Count == 0 && report.Webhooks is null)
        {
            return;
        }
        Console.WriteLine("pgbench: -M prepared, default durability, the same server and minute. Spends carry a token and an Idempotency-Key each.");
    }

    private static void Show(WebhookReport webhooks)
    {
        Show(WebhookColumns, [.. webhooks.Measurements.Select(Row)]);
        var paced = webhooks.Paced;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"At half of the capacity, {paced.PerSecond:#,0} per second: {paced.AcceptedPerSecond:#,0} accepted per second, {paced.Errors} errors; to spendable credits p50 {paced.Spendable.P50:0} ms, p99 {paced.Spendable.P99:0} ms."));
        Console.WriteLine("raw bus: the same message through MassTransit and a quorum queue, and nothing done with it. Drained: archive, purchase and ledger all done.");
        foreach (var complaint in webhooks.Measurements.Select(each => each.Accepted.Complaint ?? (each.Verdict.IsSound ? null : each.Verdict.Said)))
        {
            if (complaint is not null)
            {
                Console.WriteLine($"{WebhookRun.Name}: {complaint}");
            }
        }
    }

    private static void Show(StripeReport stripe)
    {
        Show(
            ["local Stripe, slice", "payments per s", "p50 ms", "p99 ms", "errors"],
            [.. stripe.Slices.Select((slice, number) => new[]
            {
                Text(number + 1, "0"), Text(slice.PerSecond, "#,0"), Text(slice.Latencies.P50, "0.00"), Text(slice.Latencies.P99, "0.00"),
                Text(slice.Errors, "0"),
            })]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The local Stripe created and confirmed {stripe.Payments:#,0} payments on {stripe.Connections} connections, {stripe.PerSecond:#,0} per second, {stripe.RateRatio:0.00} of what it says of its health ({stripe.Baseline.PerSecond:#,0} per second); the last slice's median is {stripe.Growth:0.00} times the first's."));
        if (stripe.Slices.Select(slice => slice.Complaint).FirstOrDefault(complaint => complaint is not null) is { } complaint)
        {
            Console.WriteLine($"{StripeRun.Name}: {complaint}");
        }
    }

    private static void Show(string[] columns, List<string[]> rows)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(string.Join('\t', columns));
            rows.ForEach(row => Console.WriteLine(string.Join('\t', row)));
        }
        else
        {
            var table = new Table().AddColumns(columns);
            rows.ForEach(row => table.AddRow(row));
            AnsiConsole.Write(table);
        }
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

    private static string[] Row(WebhookMeasurement measurement) =>
    [
        Text(measurement.Connections, "0"), Text(measurement.Accepted.PerSecond, "#,0"), Text(measurement.Accepted.Latencies.P50, "0.00"),
        Text(measurement.Accepted.Latencies.P99, "0.00"), Text(measurement.RawBusPerSecond, "#,0"), Text(measurement.AcceptedRatio, "0.00"),
        Text(measurement.DrainedPerSecond, "#,0"), Text(measurement.Pgbench.PerSecond, "#,0"), Text(measurement.DrainedRatio, "0.00"),
        Text(measurement.Spendable.P50, "#,0"), Text(measurement.Spendable.P99, "#,0"), Text(measurement.Accepted.Errors, "0"),
        measurement.Verdict.IsSound ? "sound" : "BROKEN",
    ];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
