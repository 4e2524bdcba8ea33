using System.Diagnostics;

namespace LoadTest.Load;

/// <summary>One iteration of a scenario on a connection of its own.</summary>
internal interface IClient : IDisposable
{
    /// <returns>False when an answer was not what it must be.</returns>
    ValueTask<bool> IterateAsync(CancellationToken cancellationToken);

    /// <summary>The last answer that was wrong, for the report.</summary>
    string? Complaint { get; }
}

/// <summary>As many clients as there are connections, each doing one iteration after the other until the time is over.</summary>
internal static class ClosedLoop
{
    private const double WarmUpShare = 0.2;

    public static async Task<LoadResult> RunAsync(
        Func<int, Task<IClient>> openAsync, int connections, int seconds, CancellationToken cancellationToken)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(openAsync));
        try
        {
            await LoopAsync(clients, seconds * WarmUpShare, cancellationToken);
            return await LoopAsync(clients, seconds, cancellationToken);
        }
        finally
        {
            foreach (var client in clients)
            {
                client.Dispose();
            }
        }
    }

    private static async Task<LoadResult> LoopAsync(IClient[] clients, double seconds, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(seconds * Stopwatch.Frequency);
        var loops = await Task.WhenAll(clients.Select(client => Task.Run(() => LoopAsync(client, end, cancellationToken), cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new LoadResult(
            Latencies.Of(loops.SelectMany(loop => loop.Ticks), Stopwatch.Frequency), elapsed.TotalSeconds,
            loops.Sum(loop => loop.Errors), clients.Select(client => client.Complaint).FirstOrDefault(complaint => complaint is not null));
    }

    private static async Task<(List<long> Ticks, long Errors)> LoopAsync(IClient client, long end, CancellationToken cancellationToken)
    {
        var (ticks, errors) = (new List<long>(1 << 16), 0L);
        var before = Stopwatch.GetTimestamp();
        while (before < end && !cancellationToken.IsCancellationRequested)
        {
            if (!await client.IterateAsync(cancellationToken))
            {
                errors++;
            }
            var after = Stopwatch.GetTimestamp();
            ticks.Add(after - before);
            before = after;
        }
        return (ticks, errors);
    }
}

/// <summary>What a load showed.</summary>
internal sealed record LoadResult(Latencies Latencies, double Seconds, long Errors, string? Complaint)
{
    public double PerSecond => Latencies.Count / Seconds;
}
