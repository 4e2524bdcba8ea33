using Stripe;

namespace StripeEmulator.Tests.Requests;

/// <summary>A pack and a subscription from beginning to end, as a program sees them that has nothing but Stripe.net.</summary>
public sealed class WholeLivesTests
{
    private static readonly TimeSpan PastRenewal = TimeSpan.FromDays(31) + TimeSpan.FromHours(2);

    [Fact]
    public async Task APack_IsRefused_Paid_Refunded_AndDisputed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(
            receiver, "--Payments:SettleSeconds=0", "--Webhooks:Concurrency=1", "--Webhooks:0:ApiVersion=2026-10-28.endive");
        var api = server.Stripe.V1;
        var intent = await api.PaymentIntents.CreateAsync(new() { Amount = 1_000, Currency = "usd", Metadata = new() { ["pack"] = "starter" } });

        var refused = await Assert.ThrowsAsync<StripeException>(
            () => api.PaymentIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_chargeDeclined" }));
        var paid = await api.PaymentIntents.ConfirmAsync(intent.Id, new() { PaymentMethod = "pm_card_createDisputeProductNotReceived" });
        var dispute = (await api.Disputes.ListAsync(new() { PaymentIntent = intent.Id })).Single();
        await api.Disputes.UpdateAsync(dispute.Id, new() { Evidence = new() { UncategorizedText = "winning_evidence" } });
        var won = await Eventually.FindsAsync(() => api.Disputes.GetAsync(dispute.Id), found => found.Status == "won");
        await api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id, Amount = 400 });
        await api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id });
        var charge = await api.Charges.GetAsync(paid.LatestChargeId, new() { Expand = ["refunds"] });

        Assert.Equal(("card_declined", "succeeded"), (refused.StripeError.Code, paid.Status));
        Assert.Equal(0, won.BalanceTransactions.Sum(transaction => transaction.Net));
        Assert.Equal((true, 1_000), (charge.Refunded, charge.AmountRefunded));
        Assert.Equal([600, 400], charge.Refunds.Select(refund => refund.Amount));
        var told = (await receiver.TakeUntilAsync("charge.refunded")).Select(recorded => recorded.TypeOf()).ToList();
        foreach (var type in (string[])["payment_intent.payment_failed", "payment_intent.succeeded", "charge.dispute.created", "charge.dispute.funds_reinstated"])
        {
            Assert.Contains(type, told);
        }
    }

    [Fact]
    public async Task ASubscription_IsRenewed_FailsToRenew_ComesBack_ChangesItsPrice_AndEnds()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var api = clocked.Server.Stripe.V1;
        var begun = await clocked.Server.SubscribeAsync();
        await clocked.AdvanceAsync(PastRenewal);
        var renewed = await api.Subscriptions.GetAsync(begun.Id, new() { Expand = ["latest_invoice"] });

        await api.Subscriptions.UpdateAsync(begun.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });
        await clocked.AdvanceAsync(PastRenewal);
        var late = await api.Subscriptions.GetAsync(begun.Id);
        await api.Subscriptions.UpdateAsync(begun.Id, new() { DefaultPaymentMethod = "pm_card_visa" });
        await api.Invoices.PayAsync(late.LatestInvoiceId);
        var back = await api.Subscriptions.GetAsync(begun.Id);

        var higher = await clocked.Server.CreatePriceAsync(5_000, "month");
        var changed = await api.Subscriptions.UpdateAsync(begun.Id, new()
        {
            Items = [new() { Id = begun.Items.Data[0].Id, Price = higher.Id }],
            ProrationBehavior = "always_invoice",
            Expand = ["latest_invoice"],
        });
        await api.Subscriptions.UpdateAsync(begun.Id, new() { CancelAtPeriodEnd = true });
        var resumed = await api.Subscriptions.UpdateAsync(begun.Id, new() { CancelAtPeriodEnd = false });
        await clocked.AdvanceAsync(PastRenewal);
        var dearer = await api.Subscriptions.GetAsync(begun.Id, new() { Expand = ["latest_invoice"] });
        var ended = await api.Subscriptions.CancelAsync(begun.Id);

        Assert.Equal(("active", "subscription_cycle", "paid"), (renewed.Status, renewed.LatestInvoice.BillingReason, renewed.LatestInvoice.Status));
        Assert.Equal(("past_due", "active"), (late.Status, back.Status));
        Assert.Equal(("subscription_update", "paid"), (changed.LatestInvoice.BillingReason, changed.LatestInvoice.Status));
        Assert.InRange(changed.LatestInvoice.AmountPaid, 1, 4_000);
        Assert.Null(resumed.CancelAt);
        Assert.Equal(("active", 5_000), (dearer.Status, dearer.LatestInvoice.AmountPaid));
        Assert.Equal("canceled", ended.Status);
    }
}
