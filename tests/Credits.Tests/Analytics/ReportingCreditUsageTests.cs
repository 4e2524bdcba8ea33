using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Credits.Tests.Proofs;

namespace Credits.Tests.Analytics;

public sealed class ReportingCreditUsageTests : IClassFixture<ReportingCreditUsageTests.Autumn>
{
    private readonly CreditsApplication credits;

    public ReportingCreditUsageTests(Autumn autumn) => credits = autumn.Credits;

    [Fact]
    public async Task ByDay_EachMovementOnItsDay()
    {
        var report = await ReportAsync("from=2026-11-01&to=2026-11-07&grain=day");

        Assert.Equal(
            [
                // signup monthly purchase bonus admin | spent spends spenders | expired refunded deducted | net
                "11-01..11-02 5 0 100 0 0 | 30 1 1 | 0 0 0 | 75",
                "11-02..11-03 5 0 0 0 7 | 22 3 2 | 0 0 4 | -14",
                "11-03..11-04 0 0 0 0 20 | 0 0 0 | 0 50 0 | -30",
                "11-04..11-05 0 0 0 0 0 | 0 0 0 | 20 -50 0 | 30",
                "11-05..11-06 5 100 0 0 0 | 40 1 1 | 0 0 0 | 65",
                "11-06..11-07 0 0 0 0 0 | 0 0 0 | 0 0 0 | 0",
            ],
            LinesOf(report));
        Assert.Equal("15 100 100 0 27 | 92 5 3 | 20 0 4 | 126", LineOf(report["total"]!));
    }

    [Fact]
    public async Task ByWeek_FromMonday_AndASpanThatCutsOne()
    {
        var report = await ReportAsync("from=2026-11-01&to=2026-11-04&grain=week");

        Assert.Equal(["11-01..11-02 5 0 100 0 0 | 30 1 1 | 0 0 0 | 75", "11-02..11-04 5 0 0 0 27 | 22 3 2 | 0 50 4 | -44"], LinesOf(report));
        Assert.Equal("10 0 100 0 27 | 52 4 2 | 0 50 4 | 31", LineOf(report["total"]!));
    }

    [Fact]
    public async Task ByMonth_ARolloverIsNoGrant_AndWhatARenewalBroughtBackNoExpiry()
    {
        var report = await ReportAsync("from=2026-11-01&to=2027-01-01&grain=month");

        Assert.Equal(
            // In December cyd's unused 60 expired, and came back when the renewal was heard of.
            ["11-01..12-01 15 100 100 0 27 | 92 5 3 | 20 0 4 | 126", "12-01..12-06 0 100 0 10 0 | 0 0 0 | 0 0 0 | 110"],
            LinesOf(report));
    }

    [Fact]
    public async Task TheNetOfEverythingIsWhatAllBalancesHold()
    {
        var report = await ReportAsync("from=2026-10-01&to=2027-01-01&grain=month");

        Assert.Equal(await credits.ScalarAsync<long>("SELECT sum(balance)::bigint FROM accounts"), (long)report["total"]!["netCredits"]!);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhereNothingWasBooked_AreZeros()
    {
        var report = await ReportAsync("from=2026-10-01&to=2026-10-03");

        Assert.Equal(
            ["10-01..10-02 0 0 0 0 0 | 0 0 0 | 0 0 0 | 0", "10-02..10-03 0 0 0 0 0 | 0 0 0 | 0 0 0 | 0"], LinesOf(report));
        Assert.Equal("0 0 0 0 0 | 0 0 0 | 0 0 0 | 0", LineOf(report["total"]!));
    }

    [Fact]
    public async Task IdsAreInOrderOfTime_WhichTheReportReliesOn() => Assert.Equal(0, await credits.ScalarAsync<long>(
        """
        SELECT count(*) FROM (SELECT created_at, lag(created_at) OVER (ORDER BY id) AS before FROM transactions) AS booked
        WHERE date_trunc('milliseconds', before) > date_trunc('milliseconds', created_at)
        """));

    [Theory]
    [InlineData("from=2025-01-01&grain=month")]
    [InlineData("grain=year")]
    public async Task ASpanThatIsTooLongOrMakesNoSense_IsRefused(string query)
    {
        using var refused = await credits.Operator().GetAsync(PathOf(query));
        await Expect.ProblemAsync(refused, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task OnlyAnOperatorMayLook()
    {
        using var refused = await credits.ClientFor("ada").GetAsync(PathOf(""));
        await Expect.ProblemAsync(refused, HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<JsonNode> ReportAsync(string query) => (await credits.Operator().GetFromJsonAsync<JsonNode>(PathOf(query)))!;

    private static string PathOf(string query) => $"/api/v1/admin/analytics/credits?{query}";

    private static IEnumerable<string> LinesOf(JsonNode report) => report["parts"]!.AsArray().Select(
        part => $"{((string)part!["from"]!)[5..]}..{((string)part["to"]!)[5..]} {LineOf(part["figures"]!)}");

    private static string LineOf(JsonNode figures)
    {
        var granted = figures["granted"]!;
        Assert.Equal(
            (long)granted["total"]! - (long)figures["spentCredits"]! - (long)figures["expiredCredits"]! - (long)figures["refundedCredits"]!
                - (long)figures["deductedCredits"]!,
            (long)figures["netCredits"]!);
        return $"{granted["signup"]} {granted["monthly"]} {granted["purchase"]} {granted["bonus"]} {granted["admin"]}"
            + $" | {figures["spentCredits"]} {figures["spends"]} {figures["spenders"]}"
            + $" | {figures["expiredCredits"]} {figures["refundedCredits"]} {figures["deductedCredits"]} | {figures["netCredits"]}";
    }

    /// <summary>What ada, bob and cyd did from 1 November on; the figures above are worked out from it by hand.</summary>
    public sealed class Autumn : IAsyncLifetime
    {
        private const string Payment = "pi_ada";

        public CreditsApplication Credits { get; } = new(("Expiry:IntervalMilliseconds", "3600000"));

        public async Task InitializeAsync()
        {
            await Credits.InitializeAsync();
            // 1 November, a Sunday. The account is opened, a pack is bought, and some of it spent.
            await Credits.BalanceOfAsync("ada");
            await HearAsync(CreditsApplication.PaymentOf("ada", 100, Payment));
            await SpendAsync("ada", 30);

            On(2);
            await Credits.BalanceOfAsync("bob");
            await SpendAsync("ada", 10);
            await SpendAsync("ada", 10);
            await SpendAsync("bob", 2);
            await AdjustAsync("grant", new { userId = "bob", amount = 7, reason = "a gift" });
            await AdjustAsync("deduct", new { userId = "ada", amount = 4, reason = "a mistake" });

            // Half of the pack's money goes back; on the next day the refund fails.
            On(3);
            await HearAsync(Messages.Refunded(Payment, refundedCents: 500, beforeCents: 0));
            await AdjustAsync("grant", new { userId = "bob", amount = 20, reason = "for a day", expiresAt = Credits.Time.GetUtcNow().AddDays(1) });
            On(4);
            await HearAsync(Messages.RefundFailed(Payment, 500));
            await Sweeping.AllAsync(Credits.Services);

            On(5);
            var (start, renewal) = (Credits.Time.GetUtcNow(), Credits.Time.GetUtcNow().AddMonths(1));
            await Credits.BalanceOfAsync("cyd");
            await HearAsync(Messages.Activated("cyd", "sub_cyd", start, renewal));
            await SpendAsync("cyd", 40);

            // 5 December. The unused 60 are booked as expired before the renewal is heard of, which rolls them over.
            Credits.Time.SetUtcNow(renewal.AddMinutes(1));
            await Sweeping.AllAsync(Credits.Services);
            await HearAsync(Messages.Renewed("cyd", "sub_cyd", renewal, renewal.AddMonths(1)));
            await RedeemAsync("bob", 10);
        }

        public Task DisposeAsync() => Credits.DisposeAsync();

        private void On(int day) => Credits.Time.SetUtcNow(new DateTimeOffset(2026, 11, day, 12, 0, 0, TimeSpan.Zero));

        private async Task HearAsync(object message)
        {
            await Credits.PublishAsync(message);
            await Credits.ConsumedAllAsync();
        }

        private async Task SpendAsync(string user, long amount) => await SucceedsAsync(Credits.SpendAsync(user, amount));

        private Task AdjustAsync(string how, object body) =>
            SucceedsAsync(CreditsApplication.PostAsync(Credits.Operator(), $"/api/v1/admin/credits/{how}", body));

        private async Task RedeemAsync(string user, long amount)
        {
            await SucceedsAsync(CreditsApplication.PostAsync(
                Credits.Operator(), "/api/v1/admin/credits/promo-codes", new { code = "AUTUMN", credits = amount }));
            await SucceedsAsync(CreditsApplication.PostAsync(
                Credits.ClientFor(user), "/api/v1/playground/credits/redeem", new { code = "AUTUMN" }));
        }

        private static async Task SucceedsAsync(Task<HttpResponseMessage> sending)
        {
            using var response = await sending;
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
    }
}
