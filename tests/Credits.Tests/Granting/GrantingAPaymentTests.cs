using Contracts;
using Messaging;
using Messaging.Bundles;
using Testing;

namespace Credits.Tests.Granting;

public sealed class GrantingAPaymentTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string ErrorQueue = MessageRoutes.CreditsPaymentSucceeded + "_error";

    [Fact]
    public async Task APayment_GrantsItsCredits()
    {
        var user = await credits.UserWithAsync();
        var payment = CreditsApplication.PaymentOf(user, 250);

        await credits.PublishAsync(payment);

        var balance = await BalanceReachesAsync(user, 255);
        Assert.Equal((250, 5, 255), (balance.Purchased, balance.Bonus, balance.Available));
        var granted = (await credits.HistoryOfAsync(user)).Transactions[0];
        Assert.Equal(("purchase", 250, 255), (granted.Type, granted.Amount, granted.BalanceAfter));
        Assert.Equal(payment.PurchaseId, granted.PurchaseId);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AUserWeNeverSaw_GetsAnAccountWithBonusAndCredits()
    {
        var user = CreditsApplication.NewUser();

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100));

        await BalanceReachesAsync(user, 105);
        Assert.Equal(["purchase", "signup"], (await credits.HistoryOfAsync(user)).Transactions.Select(transaction => transaction.Type));
    }

    [Fact]
    public async Task OnePayment_TenTimesAtOnce_UnderOneMessageIdOrMany_IsGrantedOnce()
    {
        var user = await credits.UserWithAsync();
        var payment = CreditsApplication.PaymentOf(user, 100);
        var sameId = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(number => new[]
        {
            credits.PublishAsync(payment, sameId),
            credits.PublishAsync(payment with { EventId = $"evt_other_{number}" }),
        }));

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 7));
        await BalanceReachesAsync(user, 112);
        Assert.Equal(3, (await credits.HistoryOfAsync(user)).Total);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task OfManyPaymentsAtOnce_TheOneThatIsPoisoned_IsParkedAlone()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => credits.UserWithAsync()));
        var poisoned = await credits.UserWithAsync();
        var parkedBefore = await credits.Broker.MessageCountAsync(ErrorQueue);
        var payments = users.Select(user => CreditsApplication.PaymentOf(user, 100)).ToList();
        payments.Insert(payments.Count / 2, CreditsApplication.PaymentOf(poisoned, 100) with { ExpectedAmountCents = 1 });

        await Task.WhenAll(payments.Select(payment => credits.PublishAsync(payment)));

        foreach (var user in users)
        {
            await BalanceReachesAsync(user, 105);
        }
        await Eventually.Async(async () => Assert.Equal(parkedBefore + 1, await credits.Broker.MessageCountAsync(ErrorQueue)));
        Assert.Equal(5, (await credits.BalanceOfAsync(poisoned)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task OfABundle_EachIsGrantedOnceHoweverOftenItComes_AndThePoisonedIsParkedAloneUnderItsId()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credits.UserWithAsync()));
        await credits.Broker.TakeMessageIdsAsync(ErrorQueue);
        var messages = users.Select(user => Bundled(CreditsApplication.PaymentOf(user, 100))).ToList();
        var poisoned = Bundled(CreditsApplication.PaymentOf(users[7], 100) with { ExpectedAmountCents = 1 });
        messages.Insert(10, poisoned);
        messages.Add(messages[0]);
        var bundle = new Bundle<PaymentSucceeded> { Messages = messages };

        await credits.PublishBundleAsync(bundle);
        await credits.PublishAsync(messages[1].Message, messages[1].MessageId);
        await Eventually.Async(async () => Assert.Equal(1, await credits.Broker.MessageCountAsync(ErrorQueue)));
        Assert.Equal([poisoned.MessageId], await credits.Broker.TakeMessageIdsAsync(ErrorQueue));
        await credits.PublishBundleAsync(bundle with { Messages = [.. messages.Where(each => each != poisoned)] });
        await credits.PublishAsync(CreditsApplication.PaymentOf(users[0], 7));

        await BalanceReachesAsync(users[0], 112);
        foreach (var user in users.Skip(1))
        {
            await BalanceReachesAsync(user, 105);
        }
        await Eventually.Async(async () => Assert.Equal(0, await credits.Broker.MessageCountAsync(MessageRoutes.CreditsPaymentSucceeded)));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(900, "usd")]
    [InlineData(1000, "eur")]
    public async Task MoneyThatIsNotThePrice_IsParkedForTheOperator_AndGrantsNothing(long expectedCents, string expectedCurrency)
    {
        var user = await credits.UserWithAsync();
        var parkedBefore = await credits.Broker.MessageCountAsync(ErrorQueue);
        var mismatched = CreditsApplication.PaymentOf(user, 100) with
        {
            ExpectedAmountCents = expectedCents,
            ExpectedCurrency = expectedCurrency,
        };

        await credits.PublishAsync(mismatched);

        await Eventually.Async(async () => Assert.Equal(parkedBefore + 1, await credits.Broker.MessageCountAsync(ErrorQueue)));
        Assert.Equal(0, await credits.Broker.MessageCountAsync(MessageRoutes.CreditsPaymentSucceeded));
        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);
    }

    [Fact]
    public async Task APaymentThatAnotherUserWasGrantedFor_IsParked_AndGrantsNothing()
    {
        var first = await credits.UserWithAsync();
        var second = await credits.UserWithAsync();
        var payment = CreditsApplication.PaymentOf(first, 100);
        await credits.PublishAsync(payment);
        await BalanceReachesAsync(first, 105);
        var parkedBefore = await credits.Broker.MessageCountAsync(ErrorQueue);

        await credits.PublishAsync(payment with { UserId = second });

        await Eventually.Async(async () => Assert.Equal(parkedBefore + 1, await credits.Broker.MessageCountAsync(ErrorQueue)));
        Assert.Equal(5, (await credits.BalanceOfAsync(second)).Balance);
    }

    private static BundledMessage<PaymentSucceeded> Bundled(PaymentSucceeded payment) =>
        new() { MessageId = Guid.CreateVersion7(), Message = payment };

    private Task<BalanceView> BalanceReachesAsync(string user, long expected) =>
        Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(expected, balance.Balance));
}
