namespace LoadTest.Load;

/// <summary>Latencies in milliseconds: exact percentiles, by the nearest rank.</summary>
internal sealed record Latencies(long Count, double P50, double P95, double P99, double Max)
{
    /// <param name="ticks">One for each iteration, in any order.</param>
    /// <param name="ticksPerSecond">What they count.</param>
    public static Latencies Of(IEnumerable<long> ticks, long ticksPerSecond)
    {
        var sorted = ticks.ToArray();
        Array.Sort(sorted);
        double At(double share) => sorted.Length == 0
            ? 0
            : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)] * 1_000.0 / ticksPerSecond;
        return new Latencies(sorted.Length, At(0.50), At(0.95), At(0.99), At(1));
    }
}
