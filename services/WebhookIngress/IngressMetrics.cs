using System.Diagnostics.Metrics;
using ServiceDefaults;

namespace WebhookIngress;

/// <summary>Webhooks by type and outcome, how long they took, and how late they came.</summary>
internal sealed class IngressMetrics
{
    private const string TypeTag = "type";
    private const string OutcomeTag = "outcome";

    private readonly Counter<long> received;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> lag;

    public IngressMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Prefix + "WebhookIngress");
        received = meter.CreateCounter<long>("webhooks.received", "{webhook}", "Webhooks by type and outcome.");
        duration = meter.CreateHistogram<double>("webhooks.duration", "s", "From the request to the broker's confirm.");
        lag = meter.CreateHistogram<double>("webhooks.lag", "s", "From Stripe's event to its arrival.");
    }

    /// <param name="type">The event's type; null before the signature is verified, so that nobody can invent types.</param>
    /// <param name="outcome">One of StripeEventOutcome, or the refusal's code.</param>
    public void Received(string? type, string outcome) => received.Add(
        1, new KeyValuePair<string, object?>(TypeTag, type ?? "unverified"), new KeyValuePair<string, object?>(OutcomeTag, outcome));

    public void Took(TimeSpan time) => duration.Record(time.TotalSeconds);

    public void Late(TimeSpan time) => lag.Record(Math.Max(0, time.TotalSeconds));
}
