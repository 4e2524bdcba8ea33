namespace Billing.Tests.Payments;

[Collection(SharedBilling.Name)]
public sealed class PayingForAPurchaseTests(BillingApplication billing) : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();
    private StartedPurchase _purchase = null!;

    public async Task InitializeAsync() => _purchase = await billing.StartPurchaseAsync(_user);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Paid_ItSucceeded()
    {
        await billing.DeliverAsync(_purchase.Succeeded(_user));

        var purchase = await SeenAsync();
        Assert.Equal(("succeeded", null), (purchase.Status, purchase.FailureReason));
        Assert.False(purchase.CreditsGranted);
    }

    [Fact]
    public async Task Declined_ItFailed_AndSaysWhy()
    {
        await billing.DeliverAsync(_purchase.Failed(_user));

        Assert.Equal(("failed", "insufficient_funds"), await StatusAsync());
    }

    [Fact]
    public async Task DeclinedWithoutACode_ItStillHasAReason()
    {
        await billing.DeliverAsync(_purchase.Failed(_user, code: null));

        Assert.Equal(("failed", "payment_failed"), await StatusAsync());
    }

    [Fact]
    public async Task DeclinedThenPaid_ItSucceeded()
    {
        await billing.DeliverAsync(_purchase.Failed(_user));
        await billing.DeliverAsync(_purchase.Succeeded(_user));

        Assert.Equal(("succeeded", null), await StatusAsync());
    }

    [Fact]
    public async Task PaidThenALateDecline_ItStaysSucceeded()
    {
        await billing.DeliverAsync(_purchase.Succeeded(_user));
        await billing.DeliverAsync(_purchase.Failed(_user, second: 20));

        Assert.Equal(("succeeded", null), await StatusAsync());
    }

    [Fact]
    public async Task TwoDeclinesInTheWrongOrder_TheLaterOneCounts()
    {
        await billing.DeliverAsync(_purchase.Failed(_user, "expired_card", second: 7));
        await billing.DeliverAsync(_purchase.Failed(_user, "insufficient_funds", second: 6));

        Assert.Equal(("failed", "expired_card"), await StatusAsync());
    }

    [Fact]
    public async Task TheSamePaymentUnderTheSameAndAnotherMessage_ChangesNothingMore()
    {
        var payment = _purchase.Succeeded(_user);
        var messageId = Guid.CreateVersion7();
        await billing.DeliverAsync(payment, messageId);
        var once = await SeenAsync();

        await billing.DeliverAsync(payment, messageId);
        await billing.DeliverAsync(_purchase.Succeeded(_user, second: 11));

        Assert.Equal(once, await SeenAsync());
    }

    [Fact]
    public async Task WhatCameAfterSuccessStands()
    {
        await billing.DeliverAsync(_purchase.Succeeded(_user));
        await billing.DeliverAsync(_purchase.Refunded(_purchase.Amount));

        await billing.DeliverAsync(_purchase.Succeeded(_user));
        await billing.DeliverAsync(_purchase.Failed(_user, second: 20));

        Assert.Equal(("refunded", null), await StatusAsync());
    }

    [Fact]
    public async Task MoneyWinsOverACanceledPayment_AFailureDoesNot()
    {
        await billing.DeliverAsync(_purchase.Canceled(_user));

        await billing.DeliverAsync(_purchase.Failed(_user, second: 20));
        Assert.Equal(("canceled", null), await StatusAsync());

        await billing.DeliverAsync(_purchase.Succeeded(_user));
        Assert.Equal(("succeeded", null), await StatusAsync());
    }

    [Fact]
    public async Task ADelayedPaymentIsProcessing()
    {
        await billing.DeliverAsync(_purchase.Processing(_user));

        Assert.Equal(("processing", null), await StatusAsync());
    }

    [Fact]
    public async Task APaymentThatIsNotThisPurchasesChangesNothing()
    {
        var payment = _purchase.Succeeded(_user);

        await billing.DeliverAsync(payment with { PaymentIntentId = "pi_another", EventId = "evt_another" });
        await billing.DeliverAsync(payment with { UserId = "someone-else" });
        await billing.DeliverAsync(payment with { PaymentIntentId = "pi_elsewhere", PurchaseId = null });
        await billing.DeliverAsync(_purchase.Failed(_user) with { UserId = "someone-else" });

        Assert.Equal(("pending", null), await StatusAsync());
        Assert.Equal(0, await billing.Broker.MessageCountAsync("billing-payment-succeeded_error"));
    }

    [Fact]
    public async Task APaymentIsFoundByItsOwnId_WithoutOurs()
    {
        await billing.DeliverAsync(_purchase.Succeeded(_user) with { PurchaseId = null });

        Assert.Equal("succeeded", (await SeenAsync()).Status);
    }

    [Fact]
    public async Task AllAtOnceInAnyOrder_ItEndsSucceededAndGranted()
    {
        object[] messages =
        [
            _purchase.Failed(_user, second: 30), _purchase.Granted(_user), _purchase.Succeeded(_user),
            _purchase.Succeeded(_user), _purchase.Failed(_user, second: 1), _purchase.Granted(_user),
        ];

        await Task.WhenAll(messages.Select(message => billing.DeliverAsync(message)));

        var purchase = await SeenAsync();
        Assert.Equal(("succeeded", null, true), (purchase.Status, purchase.FailureReason, purchase.CreditsGranted));
    }

    private Task<PurchaseSeen> SeenAsync() => billing.PurchaseOfAsync(_user, _purchase.PurchaseId);

    private async Task<(string Status, string? FailureReason)> StatusAsync()
    {
        var purchase = await SeenAsync();
        return (purchase.Status, purchase.FailureReason);
    }
}
