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
}
