namespace Billing.Tests.Analytics;

public sealed class ReportingSubscriptionsTests : IClassFixture<ReportingSubscriptionsTests.Terms>
{
    private static readonly string[] Counts =
        ["new", "returning", "lost", "churned", "activeAtStart", "activeAtEnd", "individual", "organizationMember"];

    private static readonly string[] Values = ["churnRate", "mrrCents", "accruedCents", "lifetimeValueCents"];

    private readonly BillingApplication billing;

    public ReportingSubscriptionsTests(Terms terms) => billing = terms.Billing;

    [Fact]
    public async Task ByMonth_SomeComeSomeGo_AndOneThatEndsWithTheMonthIsLostInTheNext()
    {
        var report = await billing.ReportAsync("subscriptions", "from=2026-03-01&to=2026-05-01&grain=month");

        Assert.Equal(
            [
                // new returning lost churned activeAtStart activeAtEnd individual member
                "03-01..04-01 5 2 2 0 2 5 4 1",
                "04-01..05-01 0 0 1 1 5 4 4 0",
            ],
            report.Lines(Counts));
        // March accrues 500 x (31 + 11.5 + 10 + 2 + 18) + 200 x (15 + 21) = 43,450 cents times days; April 500 x (30 x 3 + 23) = 56,500.
        // A month has 30.436875 days.
        Assert.Equal(
            ["03-01..04-01 0 1700 1427 713", "04-01..05-01 0.2 2000 1856 1856"],
            report.Lines(Values));
        // Of the two that ran on 1 March, one has gone. The sum of both accruals, by three that were lost.
        Assert.Equal(("5 2 3 1 2 4 4 0", "0.5 2000 3283 1094"), (report.Total(Counts), report.Total(Values)));
    }

    [Fact]
    public async Task ByDay_APriceChangeMovesBetweenTiers_AndAPauseIsALossAndAReturn()
    {
        var report = await billing.ReportAsync("subscriptions", "from=2026-03-10&to=2026-03-15&grain=day");

        Assert.Equal(
            [
                "03-10..03-11 1 0 0 0 3 4 3 1",
                "03-11..03-12 0 0 0 0 4 4 2 2",
                "03-12..03-13 0 0 1 1 4 3 1 2",
                "03-13..03-14 0 0 0 0 3 3 1 2",
                "03-14..03-15 1 1 0 0 3 4 2 2",
            ],
            report.Lines(Counts));
        Assert.Equal([1700, 1400, 900, 900, 1400], report["parts"]!.AsArray().Select(part => (long)part!["figures"]!["mrrCents"]!));
        Assert.Equal("0.25", report.Lines("churnRate").ElementAt(2)[^4..]);
    }

    [Fact]
    public async Task ByWeek_WhoCameAndWentWithinIsLostButNoChurn()
    {
        var report = await billing.ReportAsync("subscriptions", "from=2026-03-04&to=2026-03-18&grain=week");

        Assert.Equal(
            [
                "03-04..03-09 0 0 0 0 3 3 2 1",
                "03-09..03-16 2 1 1 0 3 4 2 2",
                "03-16..03-18 0 0 1 1 4 3 2 1",
            ],
            report.Lines(Counts));
    }

    [Fact]
    public async Task BeforeAnyoneSubscribed_AreZeros_AndRatesOfNothingAreNone()
    {
        var report = await billing.ReportAsync("subscriptions", "from=2025-12-01&to=2025-12-03");

        Assert.Equal(("0 0 0 0 0 0 0 0", "- 0 0 -"), (report.Total(Counts), report.Total(Values)));
        Assert.Equal(["12-01..12-02 - 0 0 -", "12-02..12-03 - 0 0 -"], report.Lines(Values));
    }

    [Theory]
    [InlineData("grain=hour", "grain is")]
    [InlineData("grain=1", "grain is")]
    [InlineData("from=2026-03-02&to=2026-03-02", "before to")]
    [InlineData("from=2126-03-02", "before to")]
    [InlineData("from=1999-12-31", "before to")]
    [InlineData("from=2010-01-01&grain=month", "days apart")]
    [InlineData("from=2025-01-01&to=2026-03-02&grain=day", "parts")]
    public async Task ASpanThatMakesNoSense_IsRefusedWithWhatWouldDo(string query, string says)
    {
        foreach (var report in new[] { "purchases", "subscriptions" })
        {
            var answer = await billing.AdminGetAsync($"/api/v1/admin/analytics/{report}?{query}");

            answer.AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
            Assert.Contains(says, answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WithoutADate_TheLastThirtyDaysUpToToday_AndNoneOfTheFuture()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var report = await billing.ReportAsync("subscriptions", "to=2126-01-01");

        Assert.Equal(30, report["parts"]!.AsArray().Count);
        Assert.InRange(DateOnly.Parse((string)report["to"]!, null), today.AddDays(1), today.AddDays(2));
    }

    [Fact]
    public async Task OnlyAnOperatorMayLook()
    {
        using var user = billing.ClientFor("ada");
        foreach (var report in new[] { "purchases", "subscriptions" })
        {
            (await HttpAnswer.OfAsync(user.GetAsync($"/api/v1/admin/analytics/{report}"))).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    /// <summary>Subscriptions, whose figures above are worked out by hand.</summary>
    public sealed class Terms : IAsyncLifetime
    {
        // From when on somebody's subscription was so. Cyd's price changes; bob comes back with another; dan's stops and runs again;
        // eve's never ran; fay begins with a trial.
        private const string Story =
            """
            ada sub_1 2026-01-10T00:00:00Z runs  individual          500
            bob sub_2 2026-03-01T00:00:00Z runs  organization_member 200
            bob sub_2 2026-03-16T00:00:00Z stops organization_member 200
            bob sub_3 2026-03-20T12:00:00Z runs  individual          500
            cyd sub_4 2026-02-01T00:00:00Z runs  individual          500
            cyd sub_4 2026-03-11T00:00:00Z runs  organization_member 200
            cyd sub_4 2026-04-01T00:00:00Z stops organization_member 200
            dan sub_5 2026-03-10T00:00:00Z runs  individual          500
            dan sub_5 2026-03-12T00:00:00Z stops individual          500
            dan sub_5 2026-03-14T00:00:00Z runs  individual          500
            eve sub_6 2026-03-05T00:00:00Z stops individual          500
            fay sub_7 2026-03-25T00:00:00Z runs  individual          0
            fay sub_7 2026-04-08T00:00:00Z runs  individual          500
            """;

        public BillingApplication Billing { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Billing = await BillingApplication.StartAsync();
            foreach (var line in Story.Split('\n'))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                await Billing.ExecuteAsync(
                    $"""
                    INSERT INTO subscription_terms (user_id, subscription_id, since, is_running, tier, monthly_cents)
                    VALUES ('{words[0]}', '{words[1]}', '{words[2]}', {words[3] == "runs"}, '{words[4]}', {words[5]})
                    """);
            }
        }

        public Task DisposeAsync() => Billing.DisposeAsync();
    }
}
