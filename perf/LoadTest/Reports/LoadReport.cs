using LoadTest.Load;
using LoadTest.Stripe;
using LoadTest.Webhooks;

namespace LoadTest.Reports;

/// <summary>Everything a run has measured.</summary>
internal sealed record LoadReport(DateTimeOffset MeasuredAt, int Seconds, int Accounts, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Null when none were sent.</summary>
    public WebhookReport? Webhooks { get; init; }

    /// <summary>Null when it was not loaded.</summary>
    public StripeReport? LocalStripe { get; init; }

    public bool IsGood => Webhooks is not { IsGood: false } && LocalStripe is not { IsGood: false } && Measurements.All(measurement => measurement.Ours.Errors == 0 && measurement.Verdict is not { IsSound: false });
}

/// <summary>A scenario at a number of connections, beside its baseline of the same minute.</summary>
internal sealed record Measurement(
    string Scenario, string Does, string BaselineDoes, int Connections, LoadResult Ours, LoadResult Baseline, Verdict? Verdict)
{
    public double RateRatio => Ours.PerSecond / Baseline.PerSecond;

    public double MedianRatio => Ours.Latencies.P50 / Baseline.Latencies.P50;
}

/// <summary>What the verifier said of the ledger after the load.</summary>
internal sealed record Verdict(bool IsSound, string Said);
