using System.Net;
using Testing;

namespace Credits.Tests.Refunds;

/// <summary>What the predecessor got wrong, case by case: each would have failed there.</summary>
public sealed class ThePredecessorsTenCasesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NextStart = Start.AddMonths(1);

    [Fact]
    public async Task APaymentDeliveredTwice_GrantsOnce()
    {
        var user = await credits.UserWithAsync();
        var payment = NewPayment();

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));

        await EventuallyAsync(user, 105);
        await SettledAsync(user, 105);
    }

    [Fact]
    public async Task ASubscriptionUpdatedTwiceAfterSpending_GrantsOnce()
    {
        var (user, subscription) = await SubscriberAsync();
        using var spend = await credits.SpendAsync(user, 60);

        await credits.PublishAsync(Messages.Renewed(user, subscription, Start, NextStart));
        await credits.PublishAsync(Messages.Renewed(user, subscription, Start, NextStart));

        await SettledAsync(user, 45);
    }

    [Fact]
    public async Task AnUpdateOfMetadataOnly_GrantsNothing()
    {
        var (user, subscription) = await SubscriberAsync();

        await credits.PublishAsync(Messages.Activated(user, subscription, Start, NextStart));

        await SettledAsync(user, 105);
        Assert.Equal(1, (await credits.HistoryOfAsync(user, "?type=monthly")).Total);
    }

    [Fact]
    public async Task ARefundAfterPartWasSpent_TakesWhatIsLeft_AndRecordsTheShortfall()
    {
        var (user, payment) = await BuyerAsync(100);
        using var spend = await credits.SpendAsync(user, 85); // the bonus of 5 first, then 80 of the pack

        await credits.PublishAsync(Messages.Refunded(payment, 1_000, 0));

        await EventuallyAsync(user, 0);
        Assert.Equal(80, await credits.ScalarAsync<long>($"SELECT target - taken FROM clawbacks WHERE payment_intent_id = '{payment}'"));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task APartialRefundRetried_TakesItsShareOnce()
    {
        var (user, payment) = await BuyerAsync(100);

        await credits.PublishAsync(Messages.Refunded(payment, 250, 0));
        await credits.PublishAsync(Messages.Refunded(payment, 250, 0));
        await EventuallyAsync(user, 80);
        await credits.PublishAsync(Messages.Refunded(payment, 500, 250));

        await EventuallyAsync(user, 55);
        await SettledAsync(user, 55);
    }

    [Fact]
    public async Task ARefundBeforeItsPayment_IsKeptAndAppliedAfterIt()
    {
        var (user, payment) = (await credits.UserWithAsync(), NewPayment());
        await credits.PublishAsync(Messages.Refunded(payment, 500, 0));
        await Eventually.Async(
            () => credits.ScalarAsync<long>($"SELECT count(*) FROM payment_facts WHERE payment_intent_id = '{payment}'"),
            count => Assert.Equal(1, count));

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));

        await EventuallyAsync(user, 55);
        await SettledAsync(user, 55);
    }

    [Fact]
    public async Task ASpendRetried_SpendsOnce()
    {
        var user = await credits.UserWithAsync(purchased: 10);

        using var first = await credits.SpendAsync(user, 4, $"key-{user}");
        using var second = await credits.SpendAsync(user, 4, $"key-{user}");

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        await SettledAsync(user, 11);
    }

    [Fact]
    public async Task ExpiryBooksTheTrueAmount()
    {
        var (user, subscription) = await SubscriberAsync();
        using var spend = await credits.SpendAsync(user, 30);

        await credits.PublishAsync(Messages.Ended(user, subscription, Start));

        await EventuallyAsync(user, 5);
        // They count no more before that is booked.
        var expired = await Eventually.Async(() => credits.HistoryOfAsync(user, "?type=expire"), history => Assert.Single(history.Transactions));
        Assert.Equal(-70, expired.Transactions[0].Amount);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task APaymentForAnUnknownUser_OpensTheAccountAndGrants()
    {
        var user = CreditsApplication.NewUser();

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100));

        await EventuallyAsync(user, 105);
        await SettledAsync(user, 105);
    }

    [Fact]
    public async Task AStaleUpdateAfterTheEnd_BringsNothingBack()
    {
        var (user, subscription) = await SubscriberAsync();
        await credits.PublishAsync(Messages.Ended(user, subscription, Start.AddSeconds(-1)));
        await EventuallyAsync(user, 5);

        await credits.PublishAsync(Messages.Renewed(user, subscription, Start, NextStart));
        await credits.PublishAsync(Messages.Renewed(user, subscription, NextStart, NextStart.AddMonths(1)));

        await SettledAsync(user, 5);
    }

    private async Task<(string User, string Subscription)> SubscriberAsync()
    {
        var (user, subscription) = (await credits.UserWithAsync(), $"sub_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(Messages.Activated(user, subscription, Start, NextStart));
        await EventuallyAsync(user, 105);
        return (user, subscription);
    }

    private async Task<(string User, string Payment)> BuyerAsync(long pack)
    {
        var (user, payment) = (await credits.UserWithAsync(), NewPayment());
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, pack, payment));
        await EventuallyAsync(user, 5 + pack);
        return (user, payment);
    }

    private static string NewPayment() => $"pi_{Guid.CreateVersion7():n}";

    private Task<BalanceView> EventuallyAsync(string user, long balance) =>
        Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal(balance, found.Balance));

    // All that was published has been consumed, and the balance is still the same.
    private async Task SettledAsync(string user, long balance)
    {
        await credits.ConsumedAllAsync();
        Assert.Equal(balance, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }
}
