using Billing.Reconciliation;
using Contracts;
using Npgsql;

namespace Billing.Tests.Reconciliation;

[Collection(SharedBilling.Name)]
public sealed class ReconcilingMoneyAndCreditsTests(BillingApplication billing)
{
    private const int GraceSeconds = 60;

    private static readonly DateTimeOffset LongAfter = TimeProvider.System.GetUtcNow().AddDays(30);

    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task PaidAndGranted_OrNeverPaid_IsNoDifference()
    {
        await PaidAndGrantedAsync();
        var declined = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(declined.Failed(_user));
        await billing.StartPurchaseAsync(_user);

        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    [Fact]
    public async Task PaidAndNotGranted_IsOne_OnceTheLedgerHadItsTime()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Succeeded(_user));

        Assert.Empty(await DifferencesAsync(TimeProvider.System.GetUtcNow()));
        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(
            $"paid_without_grant purchase={purchase.PurchaseId} user={_user} payment={purchase.PaymentIntentId} status=succeeded "
            + "money: 500 of 500 usd captured, 0 refunded, 0 lost, 0 disputed; credits: 0 of 100 granted, 0 clawed back, 0 spent before",
            difference.ToString());
    }

    [Fact]
    public async Task GrantedAndNotPaid_IsOne()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Granted(_user));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("granted_without_payment", 100, null), (difference.Kind, difference.Credits.Granted, difference.Money.CapturedCents));
    }

    [Fact]
    public async Task AnotherNumberOfCredits_IsOne()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Succeeded(_user));
        await billing.DeliverAsync(purchase.Granted(_user, credits: 90));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("credits_differ", 100, 90), (difference.Kind, difference.Credits.Sold, difference.Credits.Granted));
    }

    [Fact]
    public async Task AnotherAmountOfMoney_IsOne_UntilAllOfItWentBack()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Succeeded(_user) with { AmountCents = 499 });
        await billing.DeliverAsync(purchase.Granted(_user));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("money_differs", 500, 499), (difference.Kind, difference.Money.PriceCents, difference.Money.CapturedCents));

        await billing.DeliverAsync(purchase.Refunded(total: 499));
        await billing.DeliverAsync(purchase.ClawedBack(_user, target: 100, taken: 100));
        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    [Fact]
    public async Task MoneyThatWasParkedAndSentBack_WithoutCreditsEver_IsNone()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Succeeded(_user) with { AmountCents = 300 });
        await billing.DeliverAsync(purchase.Refunded(total: 300));

        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    [Theory]
    [InlineData(166, 33)]
    [InlineData(500, 100)]
    public async Task RefundedAndClawedBackInProportion_IsNone_InWhateverOrderItIsHeard(int refundedCents, int credits)
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.ClawedBack(_user, target: credits, taken: credits));
        await billing.DeliverAsync(purchase.Granted(_user));
        await billing.DeliverAsync(purchase.Refunded(total: refundedCents));
        await billing.DeliverAsync(purchase.Succeeded(_user));

        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    [Fact]
    public async Task CreditsThatWereSpentBefore_AreExplained()
    {
        var purchase = await PaidAndGrantedAsync();
        await billing.DeliverAsync(purchase.Refunded(total: 500));
        await billing.DeliverAsync(purchase.ClawedBack(_user, target: 100, taken: 20));

        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    [Fact]
    public async Task OfTwoWordsOfTheLedger_TheLaterCounts_InEitherOrder()
    {
        var purchase = await PaidAndGrantedAsync();
        await billing.DeliverAsync(purchase.Refunded(total: 500));

        await billing.DeliverAsync(purchase.ClawedBack(_user, target: 100, taken: 100, second: 31));
        await billing.DeliverAsync(purchase.ClawedBack(_user, target: 50, taken: 50, second: 30));

        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    [Fact]
    public async Task RefundedAndNotClawedBack_IsOne()
    {
        var purchase = await PaidAndGrantedAsync();
        await billing.DeliverAsync(purchase.Refunded(total: 250));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("returned_without_clawback", 250, 0), (difference.Kind, difference.Money.RefundedCents, difference.Credits.ClawedBack));
    }

    [Fact]
    public async Task ClawedBackAndNotRefunded_IsOne()
    {
        var purchase = await PaidAndGrantedAsync();
        await billing.DeliverAsync(purchase.ClawedBack(_user, target: 50, taken: 40));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(
            ("clawed_back_without_return", 40, 10), (difference.Kind, difference.Credits.ClawedBack, difference.Credits.Shortfall));
    }

    [Fact]
    public async Task AnOpenDisputeFreezes_AndALostOneTakes()
    {
        var purchase = await PaidAndGrantedAsync();
        await billing.DeliverAsync(purchase.DisputeOpened());
        Assert.Empty(await DifferencesAsync(LongAfter));

        await billing.DeliverAsync(purchase.DisputeClosed(DisputeOutcome.Lost));
        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("returned_without_clawback", 500, 0), (difference.Kind, difference.Money.LostCents, difference.Money.DisputedCents));

        await billing.DeliverAsync(purchase.ClawedBack(_user, target: 100, taken: 100));
        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    private async Task<StartedPurchase> PaidAndGrantedAsync()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Granted(_user));
        await billing.DeliverAsync(purchase.Succeeded(_user));
        return purchase;
    }

    private async Task<IReadOnlyList<PurchaseDifference>> DifferencesAsync(DateTimeOffset now)
    {
        await using var dataSource = NpgsqlDataSource.Create(billing.Database.ServiceConnectionString);
        return await PurchaseReconciliation.FindDifferencesAsync(dataSource, now, GraceSeconds, CancellationToken.None)
            .Where(difference => difference.UserId == _user)
            .ToListAsync();
    }
}
