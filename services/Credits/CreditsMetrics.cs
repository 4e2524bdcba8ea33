using System.Diagnostics.Metrics;
using Credits.Ledger;
using ServiceDefaults;

namespace Credits;

/// <summary>What the ledger counts, as OpenTelemetry instruments.</summary>
internal sealed class CreditsMetrics
{
    private readonly Counter<long> granted;
    private readonly Counter<long> spent;
    private readonly Counter<long> expired;
    private readonly Counter<long> refused;
    private readonly Counter<long> claimsMissed;
    private readonly Histogram<int> combined;

    public CreditsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Prefix + "Credits");
        granted = meter.CreateCounter<long>("credits.granted", "{credit}", "Credits granted, by bucket.");
        spent = meter.CreateCounter<long>("credits.spent", "{credit}", "Credits spent.");
        expired = meter.CreateCounter<long>("credits.expired", "{credit}", "Credits expired.");
        refused = meter.CreateCounter<long>("credits.spend.refused", "{request}", "Spends refused for want of credits.");
        claimsMissed = meter.CreateCounter<long>(
            "credits.batch.claims_missed", "{batch}", "Batches that had to lock and read their accounts first.");
        combined = meter.CreateHistogram<int>("credits.batch.size", "{request}", "Requests that shared a database transaction.");
    }

    public void Expired(long credits) => expired.Add(credits);

    public void Refused() => refused.Add(1);

    /// <summary>Counts what a database transaction has committed.</summary>
    public void Booked(LedgerChanges changes)
    {
        foreach (var grant in changes.Grants)
        {
            granted.Add(grant.Amount, new KeyValuePair<string, object?>("bucket", grant.Bucket));
        }
        var credits = changes.Spends.Sum(spend => spend.Credits);
        if (credits > 0)
        {
            spent.Add(credits);
        }
    }

    public void ClaimMissed() => claimsMissed.Add(1);

    public void Combined(int requests) => combined.Record(requests);
}
