using System.Globalization;
using Contracts;

namespace Billing.Tests.Analytics;

public sealed class ReportingPurchasesTests : IClassFixture<ReportingPurchasesTests.Shop>
{
    private static readonly string[] Counts =
        ["initiated", "converted", "completed", "buyers", "failed", "refunded", "refundedSince", "receivedCents", "refundedCents", "disputedCents"];

    private static readonly string[] Rates = ["conversion", "averageCredits", "refundRate", "receivedPerBuyerCents"];

    private readonly BillingApplication billing;

    public ReportingPurchasesTests(Shop shop) => billing = shop.Billing;

    [Fact]
    public async Task ByMonth_WhatHappenedIsCountedWhenItHappened_AndRatesFollowThePurchase()
    {
        var report = await billing.ReportAsync("purchases", "from=2026-02-15&to=2026-05-01&grain=month");

        Assert.Equal(
            [
                // initiated converted completed buyers failed refunded refundedSince received refunded disputed
                "02-15..03-01 1 1 0 0 0 0 0 0 0 0",
                "03-01..04-01 7 5 5 4 1 0 1 3000 500 500",
                "04-01..05-01 0 0 1 1 0 2 1 2000 1200 0",
            ],
            report.Lines(Counts));
        Assert.Equal(
            ["02-15..03-01 1 - - -", "03-01..04-01 0.7143 130 0.2 750", "04-01..05-01 - 600 1 2000"],
            report.Lines(Rates));
        // The buyers of March and of April are not the same, so here the total is the sum.
        Assert.Equal("8 6 6 5 1 2 2 5000 1700 500", report.Total(Counts));
        Assert.Equal("0.75 208.3333 0.3333 1000", report.Total(Rates));
    }

    [Fact]
    public async Task ByWeek_FromMondayToSunday()
    {
        var report = await billing.ReportAsync("purchases", "from=2026-03-01&to=2026-03-12&grain=week");

        Assert.Equal(
            [
                "03-01..03-02 2 1 2 1 0 0 1 1500 0 0",
                "03-02..03-09 2 2 2 2 1 0 0 1000 0 0",
                "03-09..03-12 1 0 0 0 0 0 0 0 0 500",
            ],
            report.Lines(Counts));
        // One buyer of two purchases is one.
        Assert.Equal("5 3 4 3 1 0 1 2500 0 500", report.Total(Counts));
    }

    [Fact]
    public async Task ADayHasItsFirstMomentAndNotItsLast()
    {
        var report = await billing.ReportAsync("purchases", "from=2026-03-30&to=2026-04-03&grain=day");

        Assert.Equal(
            [
                "03-30..03-31 0 0 0 0 0 0 0 0 0 0",
                "03-31..04-01 2 2 1 1 0 0 0 500 500 0",
                "04-01..04-02 0 0 1 1 0 0 1 2000 -500 0",
                "04-02..04-03 0 0 0 0 0 1 0 0 1000 0",
            ],
            report.Lines(Counts));
    }

    [Fact]
    public async Task WhereNothingHappened_AreZeros_AndRatesOfNothingAreNone()
    {
        var report = await billing.ReportAsync("purchases", "from=2025-01-01&to=2025-01-03");

        Assert.Equal(["01-01..01-02 0 0 0 0 0 0 0 0 0 0", "01-02..01-03 0 0 0 0 0 0 0 0 0 0"], report.Lines(Counts));
        Assert.Equal(["01-01..01-02 - - - -", "01-02..01-03 - - - -"], report.Lines(Rates));
        Assert.Equal(("0 0 0 0 0 0 0 0 0 0", "- - - -"), (report.Total(Counts), report.Total(Rates)));
    }

    [Fact]
    public async Task AllThatWentBackIsWhatThePurchasesSay()
    {
        var report = await billing.ReportAsync("purchases", "from=2026-01-01&to=2026-11-01&grain=month");

        Assert.Equal(await billing.CountAsync("SELECT sum(refunded_cents)::bigint FROM purchases"), (long)report["total"]!["refundedCents"]!);
    }

    /// <summary>A spring's purchases, whose figures above are worked out by hand.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        // What a pack's purchase went through. A refund has the sum of all so far, and a failed one what did not go back.
        private const string Story =
            """
            ada  small  start 02-27T10:00:00  paid   03-01T00:00:00
            ada  medium start 03-01T08:00:00  paid   03-01T08:01:00  refund 1000 04-02T09:00:00
            bob  small  start 03-01T23:59:59  failed 03-02T00:00:30
            bob  small  start 03-02T01:00:00  failed 03-02T01:01:00  paid 03-03T01:02:00
            cyd  large  start 03-31T23:59:59  paid   04-01T00:00:00  refund 500 04-03T00:00:00  refund 700 04-10T00:00:00
            dan  small  start 03-31T10:00:00  paid   03-31T10:01:00  refund 500 03-31T12:00:00  refundfailed 500 04-01T12:00:00
            eve  small  start 03-09T00:00:00
            fay  small  start 03-08T20:00:00  paid   03-08T20:01:00  dispute 500 03-09T09:00:00  lost 500 03-20T09:00:00
            gus  small  start 05-02T10:00:00  paid   05-02T10:01:00  dispute 500 05-03T09:00:00  won 500 05-04T09:00:00
            """;

        private static readonly Dictionary<string, (int Credits, int Cents)> Packs =
            new() { ["small"] = (100, 500), ["medium"] = (250, 1000), ["large"] = (600, 2000) };

        public BillingApplication Billing { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Billing = await BillingApplication.StartAsync();
            foreach (var (line, number) in Story.Split('\n').Select((line, number) => (line, number)))
            {
                await TellAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"pi_{number}");
            }
        }

        public Task DisposeAsync() => Billing.DisposeAsync();

        private async Task TellAsync(string[] words, string payment)
        {
            var (user, pack, id) = (words[0], Packs[words[1]], Guid.CreateVersion7());
            await Billing.ExecuteAsync(
                $"""
                INSERT INTO purchases (id, user_id, package, credits, amount_cents, currency, status, stripe_customer_id, payment_attempt,
                    payment_intent_id, refunded_cents, created_at, updated_at)
                VALUES ('{id}', '{user}', '{words[1]}', {pack.Credits}, {pack.Cents}, 'usd', 'pending', 'cus_1', 1, '{payment}', 0,
                    '{At(words[3]):O}', now())
                """);
            var refunded = 0L;
            for (var word = 4; word < words.Length;)
            {
                var what = words[word++];
                var cents = what is "paid" or "failed" ? 0 : long.Parse(words[word++], CultureInfo.InvariantCulture);
                await Billing.DeliverAsync(MessageOf(what, payment, user, id, pack, cents, refunded, At(words[word++])));
                refunded = what == "refund" ? cents : refunded;
            }
        }

        private static object MessageOf(
            string what, string payment, string user, Guid purchase, (int Credits, int Cents) pack, long cents, long refunded, DateTimeOffset at) =>
            what switch
            {
                "paid" => new PaymentSucceeded
                {
                    EventId = NewId("evt"), PaymentIntentId = payment, UserId = user, PurchaseId = purchase, Credits = pack.Credits,
                    AmountCents = pack.Cents, Currency = "usd", OccurredAt = at,
                },
                "failed" => new PaymentFailed
                {
                    EventId = NewId("evt"), PaymentIntentId = payment, UserId = user, PurchaseId = purchase, FailureCode = "expired_card", OccurredAt = at,
                },
                "refund" => new ChargeRefunded
                {
                    EventId = NewId("evt"), ChargeId = $"ch_{payment}", PaymentIntentId = payment, AmountCents = pack.Cents,
                    AmountRefundedCents = cents, PreviousAmountRefundedCents = refunded, Currency = "usd", OccurredAt = at,
                },
                "refundfailed" => new RefundFailed
                {
                    EventId = NewId("evt"), RefundId = NewId("re"), PaymentIntentId = payment, AmountCents = cents, Currency = "usd", OccurredAt = at,
                },
                "dispute" => new DisputeOpened
                {
                    EventId = NewId("evt"), DisputeId = $"dp_{payment}", PaymentIntentId = payment, AmountCents = cents, Currency = "usd", OccurredAt = at,
                },
                _ => new DisputeClosed
                {
                    EventId = NewId("evt"), DisputeId = $"dp_{payment}", PaymentIntentId = payment, AmountCents = cents, Currency = "usd",
                    Outcome = what, OccurredAt = at,
                },
            };

        private static string NewId(string prefix) => $"{prefix}_{Guid.CreateVersion7():n}";

        private static DateTimeOffset At(string moment) => DateTimeOffset.Parse($"2026-{moment}Z", CultureInfo.InvariantCulture);
    }
}
