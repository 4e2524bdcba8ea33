using System.Diagnostics.Metrics;

namespace Billing.Tests.Reconciliation;

public sealed class ReportingDifferencesTests : IAsyncLifetime
{
    private const string Report = "/api/v1/admin/reconciliation";

    private readonly string _user = BillingApplication.NewUser();
    private readonly string _clock = Path.GetTempFileName();
    private BillingApplication _billing = null!;

    public async Task InitializeAsync()
    {
        // At noon, whatever the time is: no night falls by itself amid a test.
        await File.WriteAllTextAsync(_clock, FormattableString.Invariant($"{UntilNoon().TotalSeconds:F0}"));
        _billing = await BillingApplication.StartAsync(
            (BillingApplication.ClockFile, _clock), ("Reconciliation:HourUtc", "0"), ("Reconciliation:GraceSeconds", "0"),
            ("Reconciliation:CheckIntervalMilliseconds", "100"));
    }

    public async Task DisposeAsync()
    {
        await _billing.DisposeAsync();
        File.Delete(_clock);
    }

    [Fact]
    public async Task TheReportHasBothSidesInSum_AndOfEachDifference()
    {
        var good = await _billing.StartPurchaseAsync(_user);
        await _billing.DeliverAsync(good.Granted(_user));
        await _billing.DeliverAsync(good.Succeeded(_user));
        await _billing.DeliverAsync(good.Refunded(total: 250));
        await _billing.DeliverAsync(good.ClawedBack(_user, target: 50, taken: 30));
        var bad = await _billing.StartPurchaseAsync(_user);
        await _billing.DeliverAsync(bad.Succeeded(_user));

        var report = (await _billing.AdminGetAsync(Report)).Json;
        var later = (await _billing.AdminGetAsync($"{Report}?graceSeconds=3600")).Json;

        var totals = Assert.Single(report["totals"]!.AsArray())!;
        Assert.Equal((2, 1_000, 250, 100, 30, 20), (
            (int)totals["purchases"]!, (int)totals["capturedCents"]!, (int)totals["refundedCents"]!, (int)totals["grantedCredits"]!,
            (int)totals["clawedBackCredits"]!, (int)totals["shortfallCredits"]!));
        var difference = Assert.Single(report["differences"]!.AsArray())!;
        Assert.Equal((false, 1, "paid_without_grant", bad.PurchaseId, 500, null), (
            (bool)report["agrees"]!, (int)report["differenceCount"]!, (string?)difference["kind"], (Guid)difference["purchaseId"]!,
            (int)difference["money"]!["capturedCents"]!, (long?)difference["credits"]!["granted"]));
        Assert.True((bool)later["agrees"]!);
    }

    [Fact]
    public async Task EachNightItIsCompared_AndCounted_Once()
    {
        var measured = new List<long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Name == "reconciliation.differences")
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            lock (measured)
            {
                measured.Add(value);
            }
        });
        listener.Start();
        var bad = await _billing.StartPurchaseAsync(_user);
        await _billing.DeliverAsync(bad.Granted(_user));
        await Eventually.Async(async () => Assert.Equal(1, await RunsAsync()));

        // Another night.
        await _billing.ExecuteAsync("UPDATE reconciliation_runs SET day = day - 1");

        await Eventually.Async(async () => Assert.Equal(2, await RunsAsync()));
        var nights = (await _billing.AdminGetAsync(Report)).Json["nights"]!.AsArray();
        Assert.Equal(1, (int)nights[0]!["differences"]!);
        lock (measured)
        {
            Assert.Contains(1, measured);
        }
    }

    [Fact]
    public async Task OnlyAnOperatorSeesIt()
    {
        using var user = _billing.ClientFor(_user);

        (await HttpAnswer.OfAsync(user.GetAsync(Report))).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        (await _billing.AdminGetAsync($"{Report}?graceSeconds=-1")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    private static TimeSpan UntilNoon()
    {
        var now = TimeProvider.System.GetUtcNow();
        var noon = new DateTimeOffset(now.UtcDateTime.Date.AddHours(12), TimeSpan.Zero);
        return (noon > now ? noon : noon.AddDays(1)) - now;
    }

    private Task<long> RunsAsync() => _billing.CountAsync("SELECT count(*) FROM reconciliation_runs");
}
