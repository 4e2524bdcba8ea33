namespace Billing.Tests.Payments;

/// <summary>Stripe made the payment, its answer got lost, and its event arrives while the purchase knows of no payment.</summary>
[Collection(SharedBilling.Name)]
public sealed class EventsThatOvertakeTheRequestTests(BillingApplication billing) : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();
    private StartedPurchase _purchase = null!;

    public async Task InitializeAsync()
    {
        await billing.Stripe.LoseAnswersAsync("/v1/payment_intents", requests: 1_000);
        await billing.PurchaseAsync(_user, key: "overtaken");
        await billing.Stripe.ForgetFaultsAsync();

        var payment = Assert.Single(await billing.Stripe.PaymentsOfAsync(_user));
        var waiting = Assert.Single((await billing.PurchasesOfAsync(_user)).Purchases);
        Assert.Null(waiting.PaymentIntentId);
        _purchase = new StartedPurchase(
            waiting.Id, payment.Id, payment.ClientSecret, BillingApplication.PublishableKey, waiting.Credits, waiting.Amount, waiting.Currency);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Paid_ThePurchaseIsFoundByOurId_AndTheRepeatLeavesItPaid()
    {
        await billing.DeliverAsync(_purchase.Succeeded(_user));
        await AssertStatusAsync("succeeded");

        var repeated = await billing.StartPurchaseAsync(_user, key: "overtaken");

        Assert.Equal(_purchase, repeated);
        await AssertStatusAsync("succeeded");
    }

    [Fact]
    public async Task Declined_ThePurchaseIsFoundByOurId_AndTheRepeatLeavesItFailed()
    {
        await billing.DeliverAsync(_purchase.Failed(_user));

        Assert.Equal(_purchase, await billing.StartPurchaseAsync(_user, key: "overtaken"));
        await AssertStatusAsync("failed");
    }

    [Fact]
    public async Task TheGrantIsNotedToo()
    {
        await billing.DeliverAsync(_purchase.Granted(_user));

        Assert.True((await billing.PurchaseOfAsync(_user, _purchase.PurchaseId)).CreditsGranted);
    }

    private async Task AssertStatusAsync(string status)
    {
        var purchase = await billing.PurchaseOfAsync(_user, _purchase.PurchaseId);
        Assert.Equal((status, _purchase.PaymentIntentId), (purchase.Status, purchase.PaymentIntentId));
    }
}
