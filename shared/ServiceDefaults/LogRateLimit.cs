using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary>Of a kind of line that is there for each webhook, a second has no more than say something.</summary>
/// <remarks>
/// Thousands of webhooks a second would each have theirs in three services: a kilobyte and a half about what the archive, the purchases
/// and the ledger keep anyway. A kind is marked by <see cref="FrequentLog.Name"/>; of all others every line is written.
/// </remarks>
internal sealed class LogRateLimit(TimeProvider time)
{
    public const int PerSecondMax = 100;

    private readonly ConcurrentDictionary<(string Category, int EventId), Kind> kinds = [];

    /// <returns>How many of its kind were left out since the last line; null when this one is left out too.</returns>
    public long? Admit(string category, EventId eventId) => eventId.Name == FrequentLog.Name
        ? kinds.GetOrAdd((category, eventId.Id), _ => new Kind()).Admit(time.GetTimestamp() / time.TimestampFrequency)
        : 0;

    private sealed class Kind
    {
        private readonly Lock turn = new();
        private long second;
        private int lines;
        private long leftOut;

        public long? Admit(long now)
        {
            lock (turn)
            {
                if (now != second)
                {
                    (second, lines) = (now, 0);
                }
                if (lines == PerSecondMax)
                {
                    leftOut++;
                    return null;
                }
                lines++;
                var untold = leftOut;
                leftOut = 0;
                return untold;
            }
        }
    }
}

/// <summary>Marks a kind of log line of which not every one matters, as its <c>EventName</c>.</summary>
public static class FrequentLog
{
    public const string Name = "Frequent";
}
