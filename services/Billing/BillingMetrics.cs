using System.Diagnostics.Metrics;
using ServiceDefaults;

namespace Billing;

/// <summary>What an operator counts: completed over initiated is the conversion.</summary>
internal static class BillingMetrics
{
    private static readonly Meter Meter = new(Telemetry.Prefix + "Billing");

    public static Counter<long> PurchasesInitiated { get; } =
        Meter.CreateCounter<long>("purchases.initiated", "{purchase}", "Purchases that a user started.");

    public static Counter<long> PurchasesCompleted { get; } =
        Meter.CreateCounter<long>("purchases.completed", "{purchase}", "Purchases whose payment succeeded.");

    public static Counter<long> PurchasesFailed { get; } =
        Meter.CreateCounter<long>("purchases.failed", "{purchase}", "Purchases whose payment failed, or was refused by Stripe.");

    public static Counter<long> PurchasesRefunded { get; } =
        Meter.CreateCounter<long>("purchases.refunded", "{purchase}", "Purchases whose money went back, all of it or a part.");

    public static Gauge<long> PurchasesThatDiffer { get; } =
        Meter.CreateGauge<long>("reconciliation.differences", "{purchase}", "Purchases whose money and credits differed at the last nightly look.");

    public static Counter<long> EventsMissed { get; } =
        Meter.CreateCounter<long>("stripe_events.missed", "{event}", "Events that Stripe lists and the archive did not have.");

    public static Counter<long> EventsHealed { get; } =
        Meter.CreateCounter<long>("stripe_events.healed", "{event}", "Listed events that the ingress took.");

    public static Counter<long> EventsNotHealed { get; } =
        Meter.CreateCounter<long>("stripe_events.not_healed", "{event}", "Listed events that the ingress refused.");
}
