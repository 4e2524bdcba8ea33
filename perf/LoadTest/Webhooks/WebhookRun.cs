using System.Diagnostics;
using LoadTest.Baseline;
using LoadTest.Load;
using LoadTest.Reports;
using Npgsql;

namespace LoadTest.Webhooks;

/// <summary>Posts distinct paid payments as fast as they are taken, waits until all of them took effect, and then goes at half that pace.</summary>
internal sealed class WebhookRun(LoadPlan plan, Func<CancellationToken, Task<Verdict>> verify) : IAsyncDisposable
{
    public const string Name = "webhook";

    private const long PreparedPerSecond = 6_000;
    private const int PacedSeconds = 10;
    private const int RawWarmUpSeconds = 2;

    // A webhook runs through three services, and each compiles its code while it runs.
    private const int WarmUpFactor = 2;

    // More often while it is the delay that is measured than while it is the throughput.
    private static readonly TimeSpan LookSeldom = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookOften = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMinutes(5);

    private readonly WebhookTarget target = plan.Webhooks ?? throw new InvalidOperationException("The plan names no ingress.");
    private readonly NpgsqlDataSource billing = Watching(plan.Webhooks!.BillingDatabase);
    private readonly NpgsqlDataSource credits = Watching(plan.Webhooks!.CreditsDatabase);

    public async Task<WebhookReport> RunAsync(Pgbench pgbench, CancellationToken cancellationToken)
    {
        var payments = new PreparedPayments([.. plan.Accounts.Select(account => account.UserId)], billing);
        var watch = new SpendableWatch(payments, credits);
        await using var raw = await RawBus.StartAsync(target.BrokerUri, cancellationToken);
        var warmUpSeconds = plan.WarmUpSeconds * WarmUpFactor;
        ConsoleReport.Say($"Warming up for {warmUpSeconds} s …");
        if (plan.WarmUpSeconds > 0)
        {
            await raw.RunAsync(plan.Connections.Max(), RawWarmUpSeconds, cancellationToken);
            await LoadAsync(payments, watch, plan.Connections.Max(), warmUpSeconds, cancellationToken);
        }
        var measurements = new List<WebhookMeasurement>();
        foreach (var connections in plan.Connections)
        {
            ConsoleReport.Say($"{Name}, {connections} connections …");
            measurements.Add(await MeasureAsync(connections, raw, pgbench, payments, watch, cancellationToken));
        }
        var capacity = measurements.Max(measurement => Math.Min(measurement.Accepted.PerSecond, measurement.DrainedPerSecond));
        return new WebhookReport(measurements, await PaceAsync(payments, watch, capacity / 2, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await billing.DisposeAsync();
        await credits.DisposeAsync();
    }

    /// <summary>Both baselines and the load in turn, as often as planned: the one with the median of what drained, unless one went wrong.</summary>
    private async Task<WebhookMeasurement> MeasureAsync(
        int connections, RawBus raw, Pgbench pgbench, PreparedPayments payments, SpendableWatch watch, CancellationToken cancellationToken)
    {
        var measured = new List<WebhookMeasurement>();
        for (var repeat = 0; repeat < plan.Repeats; repeat++)
        {
            var baseline = await pgbench.RunAsync(PgbenchScript.Spread, connections, plan.Seconds, cancellationToken);
            var bus = await raw.RunAsync(connections, plan.Seconds, cancellationToken);
            var (accepted, drained, spendable) = await LoadAsync(payments, watch, connections, plan.Seconds, cancellationToken);
            measured.Add(new WebhookMeasurement(
                connections, accepted, drained, spendable, bus, baseline, await verify(cancellationToken)));
        }
        return measured.Find(measurement => !measurement.IsGood)
            ?? measured.OrderBy(measurement => measurement.DrainedRatio).ElementAt(measured.Count / 2);
    }

    private async Task<(LoadResult Accepted, double DrainedPerSecond, Latencies Spendable)> LoadAsync(
        PreparedPayments payments, SpendableWatch watch, int connections, int seconds, CancellationToken cancellationToken)
    {
        await payments.PrepareAsync(seconds * PreparedPerSecond, cancellationToken);
        var acceptedBefore = watch.AcceptedCount;
        var address = new Uri(target.IngressUrl);
        var start = Stopwatch.GetTimestamp();
        var load = ClosedLoop.RunAsync(
            (loop, _) => new WebhookClient(new HttpConnection(address, loop), address, target.Secret, payments, watch),
            connections, seconds, cancellationToken);
        await watch.RunAsync(LookSeldom, () => load.IsCompleted, cancellationToken);
        var accepted = await load;
        await DrainAsync(payments, watch.AcceptedCount, cancellationToken);
        var drained = (watch.AcceptedCount - acceptedBefore) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (accepted, drained, watch.TakeLatencies());
    }

    private async Task<PacedWebhooks> PaceAsync(
        PreparedPayments payments, SpendableWatch watch, double perSecond, CancellationToken cancellationToken)
    {
        ConsoleReport.Say($"{Name}, {perSecond:0} per second …");
        await payments.PrepareAsync((long)(perSecond * PacedSeconds) + PreparedPerSecond, cancellationToken);
        using var sender = new PacedSender(target, payments, watch);
        var sending = sender.RunAsync(perSecond, PacedSeconds, cancellationToken);
        await watch.RunAsync(LookOften, () => sending.IsCompleted, cancellationToken);
        var (accepted, refused) = await sending;
        await DrainAsync(payments, watch.AcceptedCount, cancellationToken);
        return new PacedWebhooks(perSecond, (double)accepted / PacedSeconds, watch.TakeLatencies(), refused);
    }

    // By the indexes, so that who watches takes little from what is measured.
    private static NpgsqlDataSource Watching(string database) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Options = "-c enable_seqscan=off" });

    // The grants were all seen by then.
    private static async Task DrainAsync(PreparedPayments payments, long accepted, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(DrainTimeout);
        while (await payments.ProgressAsync(patience.Token) is var (archived, paid) && (archived < accepted || paid < accepted))
        {
            await Task.Delay(LookSeldom, patience.Token);
        }
    }
}
