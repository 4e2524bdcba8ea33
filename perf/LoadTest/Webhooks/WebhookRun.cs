using System.Diagnostics;
using LoadTest.Baseline;
using LoadTest.Load;
using LoadTest.Reports;
using Npgsql;

namespace LoadTest.Webhooks;

/// <summary>Posts distinct paid payments as fast as they are taken, waits until all of them took effect, and then goes at half that pace.</summary>
internal sealed class WebhookRun : IAsyncDisposable
{
    public const string Name = "webhook";

    private const long PreparedPerSecond = 8_000;
    private const int PacedSeconds = 10;
    private const int RawWarmUpSeconds = 2;

    // A webhook runs through three services, and each compiles its code while it runs.
    private const int WarmUpFactor = 2;

    // More often while it is the delay that is measured than while it is the throughput.
    private static readonly TimeSpan LookSeldom = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookOften = TimeSpan.FromMilliseconds(5);

    private readonly LoadPlan plan;
    private readonly Func<CancellationToken, Task<Verdict>> verify;
    private readonly WebhookTarget target;
    private readonly NpgsqlDataSource billing;
    private readonly NpgsqlDataSource credits;
    private readonly PreparedPayments payments;
    private readonly SignedRequests requests;
    private readonly Acceptances acceptances = new();
    private readonly SpendableWatch watch;
    private readonly DrainWatch drain;

    public WebhookRun(LoadPlan plan, Func<CancellationToken, Task<Verdict>> verify)
    {
        this.plan = plan;
        this.verify = verify;
        target = plan.Webhooks ?? throw new InvalidOperationException("The plan names no ingress.");
        billing = Watching(target.BillingDatabase);
        credits = Watching(target.CreditsDatabase);
        payments = new PreparedPayments([.. plan.Accounts.Select(account => account.UserId)], billing);
        requests = new SignedRequests(payments, target);
        watch = new SpendableWatch(acceptances, payments, credits);
        drain = new DrainWatch(acceptances, payments, billing, credits);
    }

    public async Task<WebhookReport> RunAsync(Pgbench pgbench, CancellationToken cancellationToken)
    {
        await using var raw = await RawBus.StartAsync(target.BrokerUri, cancellationToken);
        var warmUpSeconds = plan.WarmUpSeconds * WarmUpFactor;
        ConsoleReport.Say($"Warming up for {warmUpSeconds} s …");
        if (plan.WarmUpSeconds > 0)
        {
            await raw.RunAsync(plan.Connections.Max(), RawWarmUpSeconds, cancellationToken);
            await LoadAsync(plan.Connections.Max(), warmUpSeconds, cancellationToken);
        }
        var measurements = new List<WebhookMeasurement>();
        foreach (var connections in plan.Connections)
        {
            ConsoleReport.Say($"{Name}, {connections} connections …");
            measurements.Add(await MeasureAsync(connections, raw, pgbench, cancellationToken));
        }
        var capacity = measurements.Max(measurement => Math.Min(measurement.Accepted.PerSecond, measurement.DrainedPerSecond));
        return new WebhookReport(measurements, await PaceAsync(capacity / 2, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await billing.DisposeAsync();
        await credits.DisposeAsync();
    }

    /// <summary>Both baselines and the load in turn, as often as planned: the one with the median of what drained, unless one went wrong.</summary>
    private async Task<WebhookMeasurement> MeasureAsync(int connections, RawBus raw, Pgbench pgbench, CancellationToken cancellationToken)
    {
        var measured = new List<WebhookMeasurement>();
        for (var repeat = 0; repeat < plan.Repeats; repeat++)
        {
            var baseline = await pgbench.RunAsync(PgbenchScript.Spread, connections, plan.Seconds, cancellationToken);
            var bus = await raw.RunAsync(connections, plan.Seconds, cancellationToken);
            var (accepted, drained, spendable) = await LoadAsync(connections, plan.Seconds, cancellationToken);
            measured.Add(new WebhookMeasurement(
                connections, accepted, drained, spendable, bus, baseline, await verify(cancellationToken)));
        }
        return measured.Find(measurement => !measurement.IsGood)
            ?? measured.OrderBy(measurement => measurement.DrainedRatio).ElementAt(measured.Count / 2);
    }

    private async Task<(LoadResult Accepted, double DrainedPerSecond, Latencies Spendable)> LoadAsync(
        int connections, int seconds, CancellationToken cancellationToken)
    {
        await payments.PrepareAsync(seconds * PreparedPerSecond, cancellationToken);
        requests.WriteAhead(seconds * PreparedPerSecond);
        var acceptedBefore = acceptances.Count;
        var address = new Uri(target.IngressUrl);
        var start = Stopwatch.GetTimestamp();
        var load = ClosedLoop.RunAsync(
            (loop, _) => new WebhookClient(new HttpConnection(address, loop), payments, requests, acceptances),
            connections, seconds, cancellationToken);
        await watch.RunAsync(LookSeldom, () => load.IsCompleted, cancellationToken);
        var accepted = await load;
        await drain.WaitAsync(cancellationToken);
        var drained = (acceptances.Count - acceptedBefore) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (accepted, drained, watch.TakeLatencies());
    }

    private async Task<PacedWebhooks> PaceAsync(double perSecond, CancellationToken cancellationToken)
    {
        ConsoleReport.Say($"{Name}, {perSecond:0} per second …");
        await payments.PrepareAsync((long)(perSecond * PacedSeconds) + PreparedPerSecond, cancellationToken);
        using var sender = new PacedSender(target, payments, acceptances);
        var sending = sender.RunAsync(perSecond, PacedSeconds, cancellationToken);
        await watch.RunAsync(LookOften, () => sending.IsCompleted, cancellationToken);
        var (accepted, refused) = await sending;
        await drain.WaitAsync(cancellationToken);
        return new PacedWebhooks(perSecond, (double)accepted / PacedSeconds, watch.TakeLatencies(), refused);
    }

    // By the indexes, so that who watches takes little from what is measured.
    private static NpgsqlDataSource Watching(string database) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Options = "-c enable_seqscan=off" });
}
