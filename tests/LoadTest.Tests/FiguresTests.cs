using System.Text.Json;
using LoadTest.Baseline;
using LoadTest.Load;

namespace LoadTest.Tests;

public sealed class FiguresTests
{
    [Fact]
    public void PercentilesAreByTheNearestRank()
    {
        var latencies = Latencies.Of(Enumerable.Range(1, 200).Select(tick => (long)tick).Reverse(), ticksPerSecond: 1_000);

        Assert.Equal((200, 100.0, 190.0, 198.0, 200.0), (latencies.Count, latencies.P50, latencies.P95, latencies.P99, latencies.Max));
    }

    [Fact]
    public void NothingMeasured_IsZero() => Assert.Equal(0, Latencies.Of([], 1_000).P99);

    [Fact]
    public void PgbenchIsReadAsItPrints()
    {
        Assert.Equal(3600.12, PgbenchOutput.TransactionsPerSecond("latency average = 17.7 ms\ntps = 3600.12 (without initial connection time)\n"));
        Assert.Equal([812, 1490], PgbenchOutput.ReadLatencies(["0 1 812 0 1795399870 123", "1 1 1490 0 1795399870 456"]));
        Assert.Throws<FormatException>(() => PgbenchOutput.TransactionsPerSecond("could not connect"));
    }

    [Theory]
    [InlineData("\"seconds\":0")]
    [InlineData("\"connections\":[513]")]
    public void APlanBeyondTheLimits_IsRefused(string member) => Assert.Throws<JsonException>(() => LoadPlan.Parse(
        $$"""
        {"creditsUrls":[],"spendToken":"","adminToken":"","accounts":[],"postgresUri":"","verifier":[],"verifierEnvironment":{},"scenarios":[],{{member}}}
        """));
}
