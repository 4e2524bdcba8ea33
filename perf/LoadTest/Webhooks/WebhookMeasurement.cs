using LoadTest.Load;
using LoadTest.Reports;

namespace LoadTest.Webhooks;

/// <summary>Webhooks at a number of connections, beside both baselines of the same minute.</summary>
/// <param name="Connections">How many senders.</param>
/// <param name="Accepted">The ingress's answers.</param>
/// <param name="DrainedPerSecond">Archive, purchase and ledger all done, from the first post to the last effect.</param>
/// <param name="Spendable">From acceptance to spendable credits, while all that can be is sent.</param>
/// <param name="RawBusPerSecond">The same message through MassTransit and a quorum queue, and nothing done with it.</param>
/// <param name="Pgbench">One UPDATE, one INSERT, one COMMIT.</param>
/// <param name="Verdict">The ledger's, afterwards.</param>
internal sealed record WebhookMeasurement(
    int Connections, LoadResult Accepted, double DrainedPerSecond, Latencies Spendable, double RawBusPerSecond, LoadResult Pgbench, Verdict Verdict)
{
    public double AcceptedRatio => Accepted.PerSecond / RawBusPerSecond;

    public double DrainedRatio => DrainedPerSecond / Pgbench.PerSecond;

    public bool IsGood => Accepted.Errors == 0 && Verdict.IsSound;
}

/// <summary>Webhooks at an even pace.</summary>
/// <param name="PerSecond">The pace: half of what all of the system can take for good.</param>
/// <param name="AcceptedPerSecond">What was accepted of it.</param>
/// <param name="Spendable">From acceptance to spendable credits.</param>
/// <param name="Errors">Answers other than 200.</param>
internal sealed record PacedWebhooks(double PerSecond, double AcceptedPerSecond, Latencies Spendable, long Errors);

/// <summary>All that was measured of webhooks.</summary>
internal sealed record WebhookReport(IReadOnlyList<WebhookMeasurement> Measurements, PacedWebhooks Paced)
{
    public bool IsGood => Paced.Errors == 0
        && Measurements.All(measurement => measurement.IsGood);
}
