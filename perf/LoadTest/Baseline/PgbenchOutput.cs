using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadTest.Baseline;

/// <summary>What pgbench prints, and what it logs for each transaction.</summary>
internal static partial class PgbenchOutput
{
    private const int LatencyColumn = 2; // client, transaction, latency in microseconds, script, second, microsecond

    public static double TransactionsPerSecond(string output) => Rate().Match(output) is { Success: true } match
        ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : throw new FormatException($"pgbench said no rate: {output}");

    public static List<long> ReadLatencies(IEnumerable<string> logLines) =>
        [.. logLines.Select(line => long.Parse(line.Split(' ')[LatencyColumn], CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();
}
