using System.Diagnostics.Metrics;
using ServiceDefaults;

namespace Credits;

/// <summary>What the ledger counts, as OpenTelemetry instruments.</summary>
internal sealed class CreditsMetrics
{
    private readonly Counter<long> granted;
    private readonly Counter<long> spent;
    private readonly Counter<long> refused;

    public CreditsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Prefix + "Credits");
        granted = meter.CreateCounter<long>("credits.granted", "{credit}", "Credits granted, by bucket.");
        spent = meter.CreateCounter<long>("credits.spent", "{credit}", "Credits spent.");
        refused = meter.CreateCounter<long>("credits.spend.refused", "{request}", "Spends refused for want of credits.");
    }

    public void Granted(string bucket, long credits) => granted.Add(credits, new KeyValuePair<string, object?>("bucket", bucket));

    public void Spent(long credits) => spent.Add(credits);

    public void SpendRefused() => refused.Add(1);
}
