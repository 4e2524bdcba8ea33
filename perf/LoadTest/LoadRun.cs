using LoadTest.Baseline;
using LoadTest.Load;
using LoadTest.Reports;
using LoadTest.Scenarios;
using LoadTest.Stripe;
using LoadTest.Webhooks;
using LocalServers.Processes;

namespace LoadTest;

/// <summary>Each scenario at each number of connections, right beside its baseline, and the ledger proved after each load.</summary>
internal sealed class LoadRun(LoadPlan plan)
{
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Scenarios.All(scenario => scenario == StripeRun.Name))
        {
            var alone = new LoadReport(TimeProvider.System.GetUtcNow(), plan.Seconds, Accounts: 0, [])
            {
                LocalStripe = await new StripeRun(plan).RunAsync(cancellationToken),
            };
            ConsoleReport.Show(alone);
            return alone;
        }

        ConsoleReport.Say($"{plan.Accounts.Length} accounts are made and funded …");
        await Preparation.FundAsync(plan, cancellationToken);
        await using var pgbench = await Pgbench.PrepareAsync(plan.PostgresUri, cancellationToken);
        var measurements = await MeasureAsync(pgbench, cancellationToken);
        var report = new LoadReport(TimeProvider.System.GetUtcNow(), plan.Seconds, plan.Accounts.Length, measurements);
        if (plan.Scenarios.Contains(WebhookRun.Name, StringComparer.Ordinal))
        {
            await using var webhooks = new WebhookRun(plan, VerifyAsync);
            report = report with { Webhooks = await webhooks.RunAsync(pgbench, cancellationToken) };
        }
        if (plan.Scenarios.Contains(StripeRun.Name, StringComparer.Ordinal))
        {
            report = report with { LocalStripe = await new StripeRun(plan).RunAsync(cancellationToken) };
        }
        ConsoleReport.Show(report);
        return report;
    }

    private async Task<List<Measurement>> MeasureAsync(Pgbench pgbench, CancellationToken cancellationToken)
    {
        var measurements = new List<Measurement>();
        var scenarios = Scenario.All.Where(scenario => plan.Scenarios.Contains(scenario.Name, StringComparer.Ordinal)).ToList();
        if (scenarios.Count > 0)
        {
            await WarmUpAsync(cancellationToken);
        }
        foreach (var scenario in scenarios)
        {
            if (scenario.Name == "history")
            {
                await Preparation.FillHistoryAsync(plan, cancellationToken);
            }
            foreach (var connections in plan.Connections)
            {
                ConsoleReport.Say($"{scenario.Name}, {connections} connections …");
                measurements.Add(await MeasureAsync(scenario, connections, pgbench, cancellationToken));
            }
        }
        return measurements;
    }

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        if (plan.WarmUpSeconds > 0)
        {
            ConsoleReport.Say($"Warming up for {plan.WarmUpSeconds} s …");
            await ClosedLoop.RunAsync((loop, number) => Open(Scenario.All[0], loop, number), plan.Connections.Max(), plan.WarmUpSeconds, cancellationToken);
        }
    }

    /// <summary>Measures as often as planned, baseline and load in turn, and gives the one with the median ratio: with the worst of all verdicts.</summary>
    private async Task<Measurement> MeasureAsync(
        Scenario scenario, int connections, Pgbench pgbench, CancellationToken cancellationToken)
    {
        var measured = new List<Measurement>();
        for (var repeat = 0; repeat < plan.Repeats; repeat++)
        {
            measured.Add(await MeasureOnceAsync(scenario, connections, pgbench, cancellationToken));
        }
        var median = measured.OrderBy(each => each.RateRatio).ElementAt(measured.Count / 2);
        return measured.Find(each => each.Verdict is { IsSound: false } || each.Ours.Errors > 0) ?? median;
    }

    private async Task<Measurement> MeasureOnceAsync(
        Scenario scenario, int connections, Pgbench pgbench, CancellationToken cancellationToken)
    {
        var baseline = await pgbench.RunAsync(scenario.Baseline, connections, plan.Seconds, cancellationToken);
        var ours = await ClosedLoop.RunAsync((loop, number) => Open(scenario, loop, number), connections, plan.Seconds, cancellationToken);
        var verdict = scenario.Writes ? await VerifyAsync(cancellationToken) : null;
        return new Measurement(scenario.Name, scenario.Does, scenario.Baseline.Name, connections, ours, baseline, verdict);
    }

    private IClient Open(Scenario scenario, SocketLoop loop, int number)
    {
        var address = new Uri(plan.CreditsUrls[number % plan.CreditsUrls.Length]);
        return scenario.Client(plan, new HttpConnection(address, loop), address, number);
    }

    private async Task<Verdict> VerifyAsync(CancellationToken cancellationToken)
    {
        var result = await ShortProgram.RunAsync(
            plan.Verifier[0],
            plan.Verifier[1..],
            null,
            plan.VerifierEnvironment.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal),
            cancellationToken);
        return new Verdict(result.ExitCode == 0, result.Said);
    }
}
