using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServiceDefaults;

namespace Reliability;

internal static class ReliabilityMetrics
{
    private const string Name = Telemetry.Prefix + "Reliability";

    private static readonly Meter Meter = new(Name);

    public static ActivitySource Source { get; } = new(Name);

    public static Counter<long> Published { get; } =
        Meter.CreateCounter<long>("outbox.published", "{message}", "Messages the broker confirmed.");

    public static Counter<long> Duplicates { get; } =
        Meter.CreateCounter<long>("inbox.duplicates", "{message}", "Messages that came again and changed nothing.");

    public static Counter<long> Replays { get; } =
        Meter.CreateCounter<long>("idempotency.replays", "{request}", "Requests answered from a stored answer.");
}
