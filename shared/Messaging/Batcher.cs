using System.Collections.Concurrent;

namespace Messaging;

/// <summary>Does for many at once what costs the same for one as for many.</summary>
/// <remarks>
/// Who comes alone goes alone and at once; who comes while a batch is under way shares the next. First come, first served.
/// </remarks>
/// <param name="weightMax">What a batch may weigh. One that weighs more by itself goes alone.</param>
/// <param name="pace">When the next batch goes.</param>
/// <param name="run">Does it for a batch, whole or not at all.</param>
/// <param name="isOfOne">Tells failures that one item of a batch may be the cause of: each is then done alone, so that only that one fails.</param>
/// <param name="weigh">What an item weighs; 1 unless told.</param>
public sealed class Batcher<TItem>(
    long weightMax, BatchPace pace, Func<IReadOnlyList<TItem>, Task> run, Func<Exception, bool> isOfOne, Func<TItem, long>? weigh = null)
{
    private readonly ConcurrentQueue<Waiting> waiting = [];
    private long weightWaiting;
    private int isRunning;

    /// <summary>Returns when it is done for this item, or throws what it failed with.</summary>
    public Task AddAsync(TItem item)
    {
        var entry = new Waiting(item, weigh?.Invoke(item) ?? 1);
        Interlocked.Add(ref weightWaiting, entry.Weight);
        waiting.Enqueue(entry);
        if (Interlocked.Exchange(ref isRunning, 1) == 0)
        {
            _ = Task.Run(RunAsync);
        }
        return entry.Done.Task;
    }

    private async Task RunAsync()
    {
        do
        {
            while (Next() is { Count: > 0 } batch)
            {
                await RunAsync(batch);
                if (batch.Count >= pace.Crowd && Interlocked.Read(ref weightWaiting) < weightMax)
                {
                    await Task.Delay(pace.Gather);
                }
            }
            Volatile.Write(ref isRunning, 0);
        }
        while (!waiting.IsEmpty && Interlocked.Exchange(ref isRunning, 1) == 0);
    }

    private List<Waiting> Next()
    {
        var next = new List<Waiting>();
        var weight = 0L;
        while (waiting.TryPeek(out var first) && (next.Count == 0 || weight + first.Weight <= weightMax) && waiting.TryDequeue(out var entry))
        {
            next.Add(entry);
            weight += entry.Weight;
        }
        Interlocked.Add(ref weightWaiting, -weight);
        return next;
    }

    private async Task RunAsync(List<Waiting> batch)
    {
        try
        {
            await run([.. batch.Select(entry => entry.Item)]);
            Answer(batch, done => done.SetResult());
        }
        catch (Exception exception) when (batch.Count == 1 || !isOfOne(exception))
        {
            Answer(batch, done => done.SetException(exception));
        }
        catch (Exception) when (batch.Count > 1)
        {
            foreach (var entry in batch)
            {
                await RunAsync([entry]);
            }
        }
    }

    // Those who wait go on one after the other, up to where they wait again, and not within the loop that runs the batches. To wake each
    // by itself costs more than most of them have to do.
    private static void Answer(List<Waiting> batch, Action<TaskCompletionSource> answer) =>
        ThreadPool.UnsafeQueueUserWorkItem(_ => batch.ForEach(entry => answer(entry.Done)), null);

    private sealed record Waiting(TItem Item, long Weight)
    {
        public TaskCompletionSource Done { get; } = new();
    }
}

/// <summary>When a batch follows the one before.</summary>
/// <param name="Gather">How long items gather after a crowd, unless a full batch waits.</param>
/// <param name="Crowd">How many make one. After fewer the next goes at once: one who comes alone has nobody to wait for.</param>
public sealed record BatchPace(TimeSpan Gather, int Crowd = 1);
