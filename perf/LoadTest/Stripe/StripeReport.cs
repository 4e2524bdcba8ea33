using LoadTest.Load;

namespace LoadTest.Stripe;

/// <summary>What a local Stripe does, and whether it gets slower with what it keeps.</summary>
/// <param name="Connections">How many clients.</param>
/// <param name="Slices">Payments, each created and confirmed, in the order of time.</param>
/// <param name="Baseline">The same server saying that it is up: what HTTP alone costs.</param>
internal sealed record StripeReport(int Connections, IReadOnlyList<LoadResult> Slices, LoadResult Baseline)
{
    public long Payments => Slices.Sum(slice => slice.Latencies.Count);

    public double PerSecond => Payments / Slices.Sum(slice => slice.Seconds);

    public double RateRatio => PerSecond / Baseline.PerSecond;

    /// <summary>The last slice's median beside the first one's.</summary>
    public double Growth => Slices[^1].Latencies.P50 / Slices[0].Latencies.P50;

    public bool IsGood => Slices.All(slice => slice.Errors == 0);
}
