using System.Diagnostics;
using System.Net.Sockets;

namespace LoadTest.Load;

/// <summary>One iteration of a scenario on a connection of its own.</summary>
internal interface IClient : IDisposable
{
    /// <returns>False when an answer was not what it must be.</returns>
    ValueTask<bool> IterateAsync();

    /// <summary>The last answer that was wrong, for the report.</summary>
    string? Complaint { get; }
}

/// <summary>As many clients as there are connections, each doing one iteration after the other until the time is over.</summary>
internal static class ClosedLoop
{
    private const double WarmUpShare = 0.2;
    private const int ThreadsMax = 2;

    private static readonly TimeSpan PauseAfterLoss = TimeSpan.FromMilliseconds(50);

    /// <param name="open">The client with this number, on connections that the loop drives.</param>
    public static async Task<LoadResult> RunAsync(
        Func<SocketLoop, int, IClient> open, int connections, int seconds, CancellationToken cancellationToken)
    {
        var threads = Enumerable.Range(0, Math.Min(connections, ThreadsMax)).Select(_ => new SocketLoop()).ToArray();
        var groups = threads
            .Select((loop, thread) => (Loop: loop, Clients: Enumerable.Range(0, connections)
                .Where(number => number % threads.Length == thread)
                .Select(number => open(loop, number)).ToArray()))
            .ToArray();
        try
        {
            // Not timed, but what goes wrong in it counts.
            var before = await LoopAsync(groups, seconds * WarmUpShare, cancellationToken);
            var measured = await LoopAsync(groups, seconds, cancellationToken);
            return measured with { Errors = before.Errors + measured.Errors };
        }
        finally
        {
            foreach (var client in groups.SelectMany(group => group.Clients))
            {
                client.Dispose();
            }
        }
    }

    private static async Task<LoadResult> LoopAsync(
        (SocketLoop Loop, IClient[] Clients)[] groups, double seconds, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(seconds * Stopwatch.Frequency);
        var loops = await Task.WhenAll(groups.Select(group => Task.Factory.StartNew(
            () => Run(group.Loop, group.Clients, end, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var clients = groups.SelectMany(group => group.Clients);
        return new LoadResult(
            Latencies.Of(loops.SelectMany(loop => loop).SelectMany(loop => loop.Ticks), Stopwatch.Frequency), elapsed.TotalSeconds,
            loops.SelectMany(loop => loop).Sum(loop => loop.Errors),
            clients.Select(client => client.Complaint).FirstOrDefault(complaint => complaint is not null));
    }

    private static ClientResult[] Run(SocketLoop loop, IClient[] clients, long end, CancellationToken cancellationToken)
    {
        var results = clients.Select(_ => new ClientResult()).ToArray();
        loop.Run(clients.Select((client, index) => (Func<Task>)(() => IterateAsync(client, results[index], end, cancellationToken))));
        return results;
    }

    private static async Task IterateAsync(IClient client, ClientResult result, long end, CancellationToken cancellationToken)
    {
        var before = Stopwatch.GetTimestamp();
        while (before < end && !cancellationToken.IsCancellationRequested)
        {
            if (!await TryIterateAsync(client, cancellationToken))
            {
                result.Errors++;
            }
            var after = Stopwatch.GetTimestamp();
            result.Ticks.Add(after - before);
            before = after;
        }
    }

    // A connection that is lost is an error like a wrong answer; the client opens another one at its next turn.
    private static async ValueTask<bool> TryIterateAsync(IClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.IterateAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Not awaited: the thread is the loop's, and where one connection is lost the others are as well.
            cancellationToken.WaitHandle.WaitOne(PauseAfterLoss);
            return false;
        }
    }

    private sealed class ClientResult
    {
        public List<long> Ticks { get; } = new(1 << 16);

        public long Errors { get; set; }
    }
}

/// <summary>What a load showed.</summary>
internal sealed record LoadResult(Latencies Latencies, double Seconds, long Errors, string? Complaint)
{
    public double PerSecond => Latencies.Count / Seconds;
}
