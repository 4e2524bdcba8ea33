using System.Globalization;
using System.Net;
using System.Text;

namespace LoadTest.Reports;

/// <summary>The same figures as one page with bars, readable without a network.</summary>
internal static class HtmlReport
{
    private const int BarPixelsMax = 420;

    public static string Render(LoadReport report)
    {
        var body = new StringBuilder();
        foreach (var scenario in report.Measurements.GroupBy(measurement => measurement.Scenario))
        {
            Append(body, $"<h2>{Encode(scenario.Key)}</h2><p>{Encode(scenario.First().Does)}. Baseline: {Encode(scenario.First().BaselineDoes)}.</p>");
            body.Append("<table><thead><tr><th>Connections<th>Per second<th>Times the baseline<th>p50 / p95 / p99 ms<th>Ledger</tr></thead><tbody>");
            var largest = scenario.Max(measurement => Math.Max(measurement.Ours.PerSecond, measurement.Baseline.PerSecond));
            foreach (var measurement in scenario)
            {
                AppendRow(body, measurement, largest);
            }
            body.Append("</tbody></table>");
        }
        return $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Load test</title>
            <style>
            body{"{"}font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff{"}"}
            table{"{"}border-collapse:collapse;width:100%{"}"}th,td{"{"}text-align:left;padding:.4rem .6rem;border-bottom:1px solid #d0d7de;vertical-align:top{"}"}
            .ours{"{"}background:#0b6e4f;color:#fff{"}"}.base{"{"}background:#d8dee4{"}"}.bar{"{"}display:block;padding:.1rem .4rem;white-space:nowrap;min-width:6rem;margin:.1rem 0{"}"}
            @media (prefers-color-scheme:dark){"{"}body{"{"}background:#14181d;color:#e6e9ec{"}"}.base{"{"}background:#3a424b;color:#fff{"}"}th,td{"{"}border-color:#3a424b{"}"}{"}"}
            </style>
            <h1>Load test</h1><p>{Encode(report.MeasuredAt.ToString("u", CultureInfo.InvariantCulture))}: {report.Accounts} accounts, {report.Seconds} s for each load. Dark bars are this system, light ones pgbench in the same PostgreSQL.</p>
            {body}
            </html>
            """;
    }

    private static void AppendRow(StringBuilder body, Measurement measurement, double largest)
    {
        var (ours, baseline) = (measurement.Ours, measurement.Baseline);
        Append(body, $"<tr><td>{measurement.Connections}<td>{Bar("ours", ours.PerSecond, largest)}{Bar("base", baseline.PerSecond, largest)}");
        Append(body, $"<td>{measurement.RateRatio:0.00}<td>{ours.Latencies.P50:0.00} / {ours.Latencies.P95:0.00} / {ours.Latencies.P99:0.00}");
        Append(body, $"<td>{(measurement.Verdict is null ? "read only" : measurement.Verdict.IsSound ? "sound" : "BROKEN")}</tr>");
    }

    private static string Bar(string kind, double value, double largest) => string.Create(
        CultureInfo.InvariantCulture, $"<span class=\"bar {kind}\" style=\"width:{value / largest * BarPixelsMax:0}px\">{value:#,0}</span>");

    private static void Append(StringBuilder body, FormattableString text) => body.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
