using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Billing.Tests.Purchases;

[Collection(SharedBilling.Name)]
public sealed class CountingPurchasesTests(BillingApplication billing)
{
    [Fact]
    public async Task StartedPaidAndDeclinedPurchasesAreCounted()
    {
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == "PlaygroundCredits.Billing")
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, measured, _, _) =>
            counts.AddOrUpdate(instrument.Name, measured, (_, sum) => sum + measured));
        listener.Start();
        var user = BillingApplication.NewUser();

        var paid = await billing.StartPurchaseAsync(user);
        await billing.DeliverAsync(paid.Succeeded(user));
        var declined = await billing.StartPurchaseAsync(user);
        await billing.DeliverAsync(declined.Failed(user));

        // What is counted may be so a moment after it took effect. Other classes may buy at the same time.
        await Eventually.Async(() =>
        {
            Assert.InRange(counts.GetValueOrDefault("purchases.initiated"), 2, long.MaxValue);
            Assert.InRange(counts.GetValueOrDefault("purchases.completed"), 1, long.MaxValue);
            Assert.InRange(counts.GetValueOrDefault("purchases.failed"), 1, long.MaxValue);
            return Task.CompletedTask;
        });
    }
}
