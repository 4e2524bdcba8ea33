using System.Diagnostics;

namespace Dev.Workspace;

/// <summary>One ./dev at a time for what two must not do at once; the kernel lets go when the holder ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="path">The file, made if missing; its content does not matter.</param>
    /// <param name="limit">How long to wait for another holder.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IAsyncDisposable> TakeAsync(string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var told = false;
        while (true)
        {
            if (TryTake(path) is { } held)
            {
                return held;
            }

            var waited = Stopwatch.GetElapsedTime(since);
            if (waited > limit)
            {
                throw new DevException($"Another ./dev has been at work for {limit.TotalSeconds:0} s (it holds {path}).");
            }

            if (waited > Patience && !told)
            {
                await Console.Error.WriteLineAsync("Waiting for another ./dev to finish");
                told = true;
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
