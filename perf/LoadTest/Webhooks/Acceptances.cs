using System.Collections.Concurrent;
using System.Diagnostics;

namespace LoadTest.Webhooks;

/// <summary>Which payments the ingress has answered 200 for, and when it was, of some of them.</summary>
internal sealed class Acceptances
{
    /// <summary>Payments are counted in stretches of so many, by their numbers.</summary>
    public const int Stretch = 4_096;

    // Enough for a 99th percentile of a second's worth, and few enough that looking for them takes nothing from what is measured.
    private const int TimedOneOf = 16;

    private readonly ConcurrentDictionary<long, ConcurrentQueue<long>> perStretch = [];
    private readonly ConcurrentQueue<(long Number, long At)> timed = [];
    private long count;

    /// <summary>How many there were since the first.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>Called when the ingress has answered 200.</summary>
    public void Add(long number)
    {
        if (number % TimedOneOf == 0)
        {
            timed.Enqueue((number, Stopwatch.GetTimestamp()));
        }
        perStretch.GetOrAdd(StretchOf(number), _ => []).Enqueue(number);
        Interlocked.Increment(ref count);
    }

    /// <summary>The next of those whose time was noted.</summary>
    public bool TryTakeTimed(out (long Number, long At) next) => timed.TryDequeue(out next);

    /// <summary>Those of a stretch that were accepted.</summary>
    public long[] Of(long stretch) => perStretch.TryGetValue(stretch, out var accepted) ? [.. accepted] : [];

    /// <summary>Where a payment is counted.</summary>
    public static long StretchOf(long number) => number / Stretch;
}
