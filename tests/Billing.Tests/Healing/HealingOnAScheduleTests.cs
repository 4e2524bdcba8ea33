namespace Billing.Tests.Healing;

public sealed class HealingOnAScheduleTests : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();
    private BillingApplication _billing = null!;

    public async Task InitializeAsync() => _billing = await BillingApplication.StartAsync(
        ("Backfill:IntervalSeconds", "1"), ("Backfill:StartDelaySeconds", "0"), ("Backfill:RetrySeconds", "1"), ("Backfill:SettleSeconds", "0"));

    public async Task DisposeAsync() => await _billing.DisposeAsync();

    [Fact]
    public async Task AMissedPaymentComesInByItself_OnceTheIngressIsThere()
    {
        var purchase = await _billing.StartPurchaseAsync(_user);
        await _billing.Stripe.ConfirmAsync(purchase.PaymentIntentId);
        await Eventually.Async(async () => Assert.NotEqual(
            0, await _billing.CountAsync("SELECT count(*) FROM backfill_runs WHERE missed = 1 AND healed = 0 AND problem IS NOT NULL")));

        await using var ingress = await Ingress.StartAsync(_billing);

        await Eventually.Async(async () => Assert.Equal("succeeded", (await _billing.PurchaseOfAsync(_user, purchase.PurchaseId)).Status));
        await Eventually.Async(async () =>
        {
            var runs = (await _billing.AdminGetAsync("/api/v1/admin/webhook-health")).Json["backfills"]!.AsArray();
            Assert.Equal(("schedule", 1, 0, null), (
                (string)runs[0]!["startedBy"]!, (int)runs[0]!["lookedAt"]!, (int)runs[0]!["missed"]!, (string?)runs[0]!["problem"]));
        });
    }

    [Fact]
    public async Task WithoutItsDatabase_ItWaits_AndGoesOn()
    {
        await Eventually.Async(async () => Assert.NotEqual(0, await _billing.CountAsync("SELECT count(*) FROM backfill_runs")));
        _billing.DatabaseLink.Cut();
        var before = await _billing.CountAsync("SELECT count(*) FROM backfill_runs");

        _billing.DatabaseLink.Restore();

        await Eventually.Async(async () => Assert.True(await _billing.CountAsync("SELECT count(*) FROM backfill_runs") > before));
    }
}
