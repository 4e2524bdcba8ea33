using System.Net;
using Contracts;
using Credits.Tests.Proofs;
using Testing;

namespace Credits.Tests.Announcements;

/// <summary>What happens to credits is announced to whoever binds a queue: each change once, with what it changed.</summary>
public sealed class AnnouncingToStrangersTests : IAsyncLifetime
{
    private readonly CreditsApplication credits = new();
    private Stranger stranger = null!;
    private string user = "";

    public async Task InitializeAsync()
    {
        await credits.InitializeAsync();
        stranger = await Stranger.ListenAsync(credits.Broker.Uri);
        user = await credits.UserWithAsync();
    }

    public async Task DisposeAsync()
    {
        await stranger.DisposeAsync();
        await credits.DisposeAsync();
    }

    [Fact]
    public async Task AGrant_IsTold_WithItsSource()
    {
        var payment = CreditsApplication.PaymentOf(user, 100);
        await credits.PublishAsync(payment);
        await credits.PublishAsync(payment with { EventId = "evt_again" });
        await credits.ConsumedAllAsync();

        var told = await ToldAsync(nameof(CreditsGranted), 2);

        Assert.Equal([5L, 105L], told.Select(grant => grant.Number("balanceAfter")));
        Assert.Equal([1L, 2L], told.Select(grant => grant.Number("sequence")));
        Assert.Equal((user, $"purchase:{payment.PaymentIntentId}", "purchased", 100),
            (told[1].Text("userId"), told[1].Text("source"), told[1].Text("bucket"), told[1].Number("credits")));
        Assert.Equal(payment.PurchaseId, told[1].Body.GetProperty("purchaseId").GetGuid());
    }

    [Fact]
    public async Task GrantsOfManyAtATime_AreEachToldByItself()
    {
        var payments = Enumerable.Range(0, 40).Select(number => CreditsApplication.PaymentOf($"{user}-{number}", 100)).ToList();
        await Task.WhenAll(payments.Select(payment => credits.PublishAsync(payment)));
        await credits.ConsumedAllAsync();

        // Each of these users has a signup grant too, and so has the one that was there before.
        var told = await ToldAsync(nameof(CreditsGranted), 1 + 2 * payments.Count);

        Assert.Equal(
            payments.Select(payment => $"purchase:{payment.PaymentIntentId}").Order(StringComparer.Ordinal),
            told.Select(grant => grant.Text("source")!).Where(source => source.StartsWith("purchase:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhoComesAfterACrowdThatNobodyHeard_HearsTheNextCrowdWhole()
    {
        await stranger.DisposeAsync();
        await CrowdBuysAsync(40);
        stranger = await Stranger.ListenAsync(credits.Broker.Uri);

        await CrowdBuysAsync(40);

        var told = await ToldAsync(nameof(CreditsGranted), 40);
        Assert.Equal(
            Enumerable.Range(0, 40).Select(number => $"{user}-{number}").Order(StringComparer.Ordinal),
            told.Select(grant => grant.Text("userId")!).Order(StringComparer.Ordinal));
        Assert.All(told, grant => Assert.Equal(3, grant.Number("sequence")));
    }

    [Fact]
    public async Task EverySpend_IsTold_WithItsNumber()
    {
        await SpendAsync(2, key: "one");
        await SpendAsync(2, key: "one");
        await SpendAsync(3);

        var told = await ToldAsync(nameof(CreditsSpent), 2);

        var spends = told.SelectMany(message => message.Body.GetProperty("spends").EnumerateArray())
            .Select(spend => (
                spend.GetProperty("userId").GetString(), spend.GetProperty("sequence").GetInt64(), spend.GetProperty("credits").GetInt64(),
                spend.GetProperty("balanceAfter").GetInt64(), spend.GetProperty("sessionId").GetString()));
        Assert.Equal([(user, 2L, 2L, 3L, "session-1"), (user, 3L, 3L, 0L, "session-1")], spends.OrderBy(spend => spend.Item2));
    }

    [Fact]
    public async Task RunningLow_Exhausted_AndRecovered_AreToldOnceForEachChange()
    {
        await BuyAsync(100);
        foreach (var amount in new[] { 96, 1, 2, 6 })
        {
            await SpendAsync(amount);
        }
        await BuyAsync(100);

        await ToldAsync(nameof(CreditsSpent), 4);
        var recovered = await ToldAsync(nameof(BalanceRecovered), 2);
        var low = Assert.Single(await ToldAsync(nameof(BalanceLow), 1));
        var exhausted = Assert.Single(await ToldAsync(nameof(BalanceExhausted), 1));
        Assert.Equal([105L, 100L], recovered.Select(message => message.Number("availableCredits")));
        Assert.Equal((user, 9, 10), (low.Text("userId"), low.Number("availableCredits"), low.Number("thresholdCredits")));
        Assert.Equal(user, exhausted.Text("userId"));
    }

    [Fact]
    public async Task ARefund_IsToldWithWhatItTookAndWhatIsMissing()
    {
        var payment = await BuyAsync(100);
        await SpendAsync(85);
        await credits.PublishAsync(Messages.Refunded(payment, 100, 0));
        await credits.ConsumedAllAsync();
        await credits.PublishAsync(Messages.Refunded(payment, 100, 0));
        await credits.PublishAsync(Messages.Refunded(payment, 1_000, 100));
        await credits.ConsumedAllAsync();

        var told = await ToldAsync(nameof(CreditsRefunded), 2);

        Assert.Equal(
            [(payment, 10L, 10L, 10L, 0L, 10L), (payment, 10L, 20L, 100L, 80L, 0L)],
            told.Select(refund => (
                refund.Text("paymentIntentId"), refund.Number("credits"), refund.Number("creditsTakenTotal"), refund.Number("creditsTargetTotal"),
                refund.Number("shortfallCredits"), refund.Number("balanceAfter"))));
    }

    [Fact]
    public async Task AnExpiry_IsToldWithTheTrueAmount_HoweverOftenTheSweeperComes()
    {
        using var grant = await CreditsApplication.PostAsync(
            credits.Operator(), "/api/v1/admin/credits/grant",
            new { userId = user, amount = 10, reason = "A gift for a day", expiresAt = credits.Time.GetUtcNow().AddDays(1) });
        Assert.Equal(HttpStatusCode.Created, grant.StatusCode);
        await SpendAsync(4);
        credits.Time.Advance(TimeSpan.FromDays(1));
        await Sweeping.AllAsync(credits.Services);
        await Sweeping.AllAsync(credits.Services);

        var told = Assert.Single(await ToldAsync(nameof(CreditsExpired), 1));

        Assert.Equal((user, "bonus", 6, 5, 4),
            (told.Text("userId"), told.Text("bucket"), told.Number("credits"), told.Number("balanceAfter"), told.Number("sequence")));
    }

    /// <summary>Waits until that many came and nothing waits to be told.</summary>
    private async Task<List<Announcement>> ToldAsync(string name, int count)
    {
        await Eventually.Async(async () =>
        {
            Assert.Equal(0, await credits.ScalarAsync<long>("SELECT count(*) FROM outbox_messages"));
            Assert.Equal(count, (await stranger.HeardAsync()).Count(message => message.Name == name));
        });
        return [.. (await stranger.HeardAsync()).Where(message => message.Name == name)];
    }

    // Until all of it is told to whoever listens.
    private async Task CrowdBuysAsync(int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => credits.PublishAsync(CreditsApplication.PaymentOf($"{user}-{number}", 100))));
        await credits.ConsumedAllAsync();
        await Eventually.Async(async () => Assert.Equal(0, await credits.ScalarAsync<long>("SELECT count(*) FROM outbox_messages")));
    }

    private async Task<string> BuyAsync(long pack)
    {
        var payment = CreditsApplication.PaymentOf(user, pack);
        await credits.PublishAsync(payment);
        await credits.ConsumedAllAsync();
        return payment.PaymentIntentId;
    }

    private async Task SpendAsync(long amount, string? key = null)
    {
        using var answer = await credits.SpendAsync(user, amount, key);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
