using System.Diagnostics;
using System.Net.Sockets;

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

    private static readonly TimeSpan PauseAfterLoss = TimeSpan.FromMilliseconds(50);

    public static async Task<LoadResult> RunAsync(
        Func<int, Task<IClient>> openAsync, int connections, int seconds, CancellationToken cancellationToken)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(openAsync));
        try
        {
            // Not timed, but what goes wrong in it counts.
            var before = await LoopAsync(clients, seconds * WarmUpShare, cancellationToken);
            var measured = await LoopAsync(clients, seconds, cancellationToken);
            return measured with { Errors = before.Errors + measured.Errors };
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

    // A connection that is lost is an error like a wrong answer; the client opens another one at its next turn.
    private static async Task<bool> TryIterateAsync(IClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.IterateAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await Task.Delay(PauseAfterLoss, cancellationToken);
            return false;
        }
    }

    private static async Task<(List<long> Ticks, long Errors)> LoopAsync(IClient client, long end, CancellationToken cancellationToken)
    {
        var (ticks, errors) = (new List<long>(1 << 16), 0L);
        var before = Stopwatch.GetTimestamp();
        while (before < end && !cancellationToken.IsCancellationRequested)
        {
            if (!await TryIterateAsync(client, cancellationToken))
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
