using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ServiceDefaults;

namespace WebhookIngress.Tests;

/// <summary>A log does not drown in what goes well, says how much of that it left out, and keeps everything else.</summary>
public sealed class LimitingLogLinesTests
{
    private static readonly EventId Frequent = new(1, FrequentLog.Name);

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void OfAFrequentKind_ASecondHasSoMany_AndTheNextSaysHowManyAreMissing()
    {
        var limit = new LogRateLimit(time);

        var first = Enumerable.Range(0, 2_500).Select(_ => limit.Admit("Webhooks", Frequent)).ToList();
        var other = limit.Admit("Purchases", Frequent);
        time.Advance(TimeSpan.FromSeconds(1));
        var next = Enumerable.Range(0, 2).Select(_ => limit.Admit("Webhooks", Frequent)).ToList();

        Assert.Equal(LogRateLimit.PerSecondMax, first.Count(line => line == 0));
        Assert.Equal(first.Count - LogRateLimit.PerSecondMax, first.Count(line => line is null));
        Assert.Equal(0, other);
        Assert.Equal([first.Count - LogRateLimit.PerSecondMax, 0L], next);
    }

    [Fact]
    public void OfAnyOtherKind_EveryLineIsWritten()
    {
        var limit = new LogRateLimit(time);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Equal(0, limit.Admit("Webhooks", new EventId(1, "Refused"))));
    }

    [Fact]
    public void TheLineItself_SaysHowManyWereLeftOutBeforeIt()
    {
        var formatter = new CompactJsonFormatter(time);

        var written = Enumerable.Range(0, LogRateLimit.PerSecondMax + 3).Select(_ => Line(formatter)).ToList();
        time.Advance(TimeSpan.FromSeconds(1));
        using var next = JsonDocument.Parse(Line(formatter));

        Assert.Equal(3, written.Count(line => line.Length == 0));
        Assert.Equal(("accepted", 3), (next.RootElement.GetProperty("Message").GetString(), next.RootElement.GetProperty("LeftOut").GetInt64()));
    }

    private static string Line(CompactJsonFormatter formatter)
    {
        using var writer = new StringWriter();
        formatter.Write(new LogEntry<string>(LogLevel.Information, "Webhooks", Frequent, "accepted", null, (state, _) => state), null, writer);
        return writer.ToString();
    }
}
