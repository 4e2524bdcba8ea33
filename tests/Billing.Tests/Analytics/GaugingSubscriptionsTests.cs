using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Billing.Tests.Analytics;

public sealed class GaugingSubscriptionsTests
{
    [Fact]
    public async Task TiersRevenueAndChurnAreThereToBeRead_AndNothingWhileTheDatabaseIsAway()
    {
        await using var billing = await BillingApplication.StartAsync(("Analytics:CountIntervalMilliseconds", "100"));
        // Four ran 30 days ago; one of them has left since.
        await billing.ExecuteAsync(
            """
            INSERT INTO subscription_terms (subscription_id, since, user_id, is_running, tier, monthly_cents)
            SELECT 'sub_' || n, now() - interval '40 days', 'user_' || n, true,
                CASE WHEN n = 1 THEN 'organization_member' ELSE 'individual' END, CASE WHEN n = 1 THEN 13 ELSE 1000003 END
            FROM generate_series(1, 4) AS n
            UNION ALL SELECT 'sub_4', now() - interval '2 days', 'user_4', false, 'individual', 1000003
            """);
        using var gauges = new Gauges();

        await Eventually.Async(() => Task.FromResult(gauges.Read().Contains("subscriptions.mrr  2000019")));

        Assert.Superset(
            new HashSet<string> { "subscriptions.active individual 2", "subscriptions.active organization_member 1", "subscriptions.churn  0.25" },
            gauges.Read());
        billing.DatabaseLink.Cut();
        await Eventually.Async(() => Task.FromResult(!gauges.Read().Contains("subscriptions.mrr  2000019")));
        billing.DatabaseLink.Restore();
        await Eventually.Async(() => Task.FromResult(gauges.Read().Contains("subscriptions.mrr  2000019")));
    }

    /// <summary>What a collector would see, of all services in this process.</summary>
    private sealed class Gauges : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentBag<string> seen = [];

        public Gauges()
        {
            listener.InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Name.StartsWith("subscriptions.", StringComparison.Ordinal))
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((instrument, measured, tags, _) => Note(instrument, measured, tags));
            listener.SetMeasurementEventCallback<double>((instrument, measured, tags, _) => Note(instrument, measured, tags));
            listener.Start();
        }

        public HashSet<string> Read()
        {
            seen.Clear();
            listener.RecordObservableInstruments();
            return [.. seen];
        }

        public void Dispose() => listener.Dispose();

        private void Note(Instrument instrument, object measured, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.Add(FormattableString.Invariant($"{instrument.Name} {(tags.Length > 0 ? tags[0].Value : null)} {measured}"));
    }
}
