using System.Collections.Concurrent;
using System.Diagnostics;

namespace LoadTest.Webhooks;

/// <summary>Which payments the ingress has answered 200 for, and when it was, of some of them.</summary>
internal sealed class Acceptances
{
    /// <summary>Payments are counted in stretches of so many, by their numbers.</summary>
    public const int Stretch = 4_096;

    // Enough for a 99th percentile of a second's worth, and few enough that looking for them takes nothing from what is measured.
    private const int TimedOneOf = 8;

    private readonly ConcurrentDictionary<long, long> perStretch = [];
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
        perStretch.AddOrUpdate(StretchOf(number), 1, (_, before) => before + 1);
        Interlocked.Increment(ref count);
    }

    /// <summary>The next of those whose time was noted.</summary>
    public bool TryTakeTimed(out (long Number, long At) next) => timed.TryDequeue(out next);

    /// <summary>How many of a stretch were accepted.</summary>
    public long CountOf(long stretch) => perStretch.GetValueOrDefault(stretch);

    /// <summary>Where a payment is counted.</summary>
    public static long StretchOf(long number) => number / Stretch;
}
