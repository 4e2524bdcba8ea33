using System.Net;
using Contracts;
using Testing;

namespace Credits.Tests.Refunds;

public sealed class DismissingAFraudWarningTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task AWarningFreezesThePurchase_AndAnOperatorsDismissalFreesIt_HoweverOftenItIsSent()
    {
        var (user, payment) = await WarnedAsync();
        using var refused = await credits.SpendAsync(user, 6);
        await Expect.ProblemAsync(refused, HttpStatusCode.PaymentRequired, "insufficient_credits");

        using var first = await DismissAsync(payment);
        using var second = await DismissAsync(payment);

        var dismissed = await Expect.BodyAsync<DismissalView>(first, HttpStatusCode.OK);
        Assert.Equal((payment, $"issfr_{payment}"), (dismissed.PaymentIntentId, Assert.Single(dismissed.WarningIds)));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((105, 0, 105), (balance.Balance, balance.Frozen, balance.Available));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task TheSameWarningOnceMore_StaysDismissed_AndANewOneFreezesAnew()
    {
        var (user, payment) = await WarnedAsync();
        using var dismissed = await DismissAsync(payment);

        await credits.PublishAsync(Messages.FraudWarning(payment));
        await credits.ConsumedAllAsync();
        Assert.Equal(0, (await credits.BalanceOfAsync(user)).Frozen);
        await credits.PublishAsync(Messages.FraudWarning(payment) with { WarningId = $"issfr_2_{payment}" });

        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(100, balance.Frozen));
        using var again = await DismissAsync(payment);
        Assert.Equal(0, (await credits.BalanceOfAsync(user)).Frozen);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WithADisputeOpen_ItStaysFrozenUntilTheVerdict()
    {
        var (user, payment) = await WarnedAsync();
        await credits.PublishAsync(Messages.Disputed(payment));
        await credits.ConsumedAllAsync();

        using var dismissed = await DismissAsync(payment);
        Assert.Equal(HttpStatusCode.OK, dismissed.StatusCode);
        Assert.Equal(100, (await credits.BalanceOfAsync(user)).Frozen);
        await credits.PublishAsync(Messages.DisputeClosed(payment, DisputeOutcome.Won));

        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal((0, 105), (balance.Frozen, balance.Available)));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task BeforeThePaymentIsHeardOf_ADismissalCountsToo()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(Messages.FraudWarning(payment));
        await credits.ConsumedAllAsync();
        using var dismissed = await DismissAsync(payment);

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));

        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal((105, 0), (balance.Balance, balance.Frozen)));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task APaymentWithoutAWarning_IsNotFound_AndNothingIsNoted()
    {
        var payment = $"pi_{Guid.CreateVersion7():n}";

        using var response = await DismissAsync(payment);

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "payment_unknown");
        Assert.Equal(0, await credits.ScalarAsync<long>($"SELECT count(*) FROM payments WHERE payment_intent_id = '{payment}'"));
    }

    [Fact]
    public async Task OnlyAnOperator_MayDismissIt()
    {
        var (user, payment) = await WarnedAsync();

        using var response = await CreditsApplication.PostAsync(credits.ClientFor(user, "credits:spend"), PathOf(payment));

        await Expect.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(100, (await credits.BalanceOfAsync(user)).Frozen);
    }

    private async Task<(string User, string Payment)> WarnedAsync()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await credits.PublishAsync(Messages.FraudWarning(payment));
        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal((105, 100), (balance.Balance, balance.Frozen)));
        return (user, payment);
    }

    private Task<HttpResponseMessage> DismissAsync(string payment) => CreditsApplication.PostAsync(credits.Operator(), PathOf(payment));

    private static string PathOf(string payment) => $"/api/v1/admin/credits/fraud-warnings/{payment}/dismiss";

    private sealed record DismissalView(string PaymentIntentId, IReadOnlyList<string> WarningIds);
}
