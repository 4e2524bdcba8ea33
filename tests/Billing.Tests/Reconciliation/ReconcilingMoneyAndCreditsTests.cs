using Billing.Reconciliation;
using Npgsql;

namespace Billing.Tests.Reconciliation;

[Collection(SharedBilling.Name)]
public sealed class ReconcilingMoneyAndCreditsTests(BillingApplication billing)
{
    private const int GraceSeconds = 60;

    private static readonly DateTimeOffset LongAfter = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task PaidAndGranted_OrNeverPaid_IsNoDifference()
    {
        var paid = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(paid.Granted(_user));
        await billing.DeliverAsync(paid.Succeeded(_user));
        var declined = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(declined.Failed(_user));
        await billing.StartPurchaseAsync(_user);

        Assert.Empty(await DifferencesAsync(LongAfter));
    }

    [Fact]
    public async Task PaidAndNotGranted_IsOne_OnceTheLedgerHadItsTime()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        var payment = purchase.Succeeded(_user);
        await billing.DeliverAsync(payment);

        Assert.Empty(await DifferencesAsync(payment.OccurredAt.AddSeconds(GraceSeconds - 1)));
        var difference = Assert.Single(await DifferencesAsync(payment.OccurredAt.AddSeconds(GraceSeconds)));
        Assert.Equal(
            $"paid_without_grant purchase={purchase.PurchaseId} user={_user} payment={purchase.PaymentIntentId} status=succeeded "
            + "money: 500 of 500 usd received; credits: 0 of 100 granted",
            difference.ToString());
    }

    [Fact]
    public async Task GrantedAndNotPaid_IsOne()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Granted(_user));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("granted_without_payment", 100, null), (difference.Kind, difference.GrantedCredits, difference.ReceivedCents));
    }

    [Fact]
    public async Task AnotherNumberOfCredits_IsOne()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Succeeded(_user));
        await billing.DeliverAsync(purchase.Granted(_user, credits: 90));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("credits_differ", 100, 90), (difference.Kind, difference.Credits, difference.GrantedCredits));
    }

    [Fact]
    public async Task AnotherAmountOfMoney_IsOne()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.DeliverAsync(purchase.Succeeded(_user) with { AmountCents = 499 });
        await billing.DeliverAsync(purchase.Granted(_user));

        var difference = Assert.Single(await DifferencesAsync(LongAfter));
        Assert.Equal(("money_differs", 500, 499), (difference.Kind, difference.AmountCents, difference.ReceivedCents));
    }

    private async Task<IReadOnlyList<PurchaseDifference>> DifferencesAsync(DateTimeOffset now)
    {
        await using var dataSource = NpgsqlDataSource.Create(billing.Database.ServiceConnectionString);
        return await PurchaseReconciliation.FindDifferencesAsync(dataSource, now, GraceSeconds, CancellationToken.None)
            .Where(difference => difference.UserId == _user)
            .ToListAsync();
    }
}
