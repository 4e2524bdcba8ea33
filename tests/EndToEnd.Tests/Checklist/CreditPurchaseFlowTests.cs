using System.Net;

namespace EndToEnd.Tests.Checklist;

/// <summary>Chapter 1 of the release checklist, item by item. The payment form is Stripe's; here is the API that it stands on.</summary>
[Collection(OneSystem.Name)]
public sealed class CreditPurchaseFlowTests(RunningSystem system)
{
    private readonly StripeDashboard stripe = new(system);

    [Fact(DisplayName = "1 Credit Purchase Flow: Test Small Pack Purchase")]
    public Task SmallPackPurchase() => BuyAsync("small", credits: 100, amountCents: 500);

    [Fact(DisplayName = "1 Credit Purchase Flow: Test Medium Pack Purchase")]
    public Task MediumPackPurchase() => BuyAsync("medium", credits: 250, amountCents: 1_000);

    [Fact(DisplayName = "1 Credit Purchase Flow: Test Large Pack Purchase")]
    public Task LargePackPurchase() => BuyAsync("large", credits: 600, amountCents: 2_000);

    [Fact(DisplayName = "1 Credit Purchase Flow: Test Failed Payment")]
    public async Task FailedPayment()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();
        var purchase = await user.BeginPurchaseAsync("small");
        var id = purchase.Text("purchaseId");

        Assert.Equal(HttpStatusCode.PaymentRequired, await stripe.EnterCardAsync(purchase, TestCards.Declined));

        await stripe.AssertFiredAsync("payment_intent.payment_failed", purchase.Text("paymentIntentId"));
        var failed = await user.WaitForPurchaseAsync(id, "failed");
        Assert.Equal("generic_decline", failed.Text("failureReason"));
        Assert.Equal("failed", await system.BillingAsync<string>($"SELECT status FROM purchases WHERE id = '{id}'"));
        Assert.Equal(before, await user.BalanceAsync());
    }

    [Fact(DisplayName = "1 Credit Purchase Flow: Test Refund")]
    public async Task Refund()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();
        var purchase = await user.BuyAsync("medium");
        var payment = purchase.Text("paymentIntentId");

        await stripe.PostAsync("refunds", ("payment_intent", payment), ("amount", "400"));
        await user.WaitForBalanceAsync(before + 150);
        await user.WaitForPurchaseAsync(purchase.Text("purchaseId"), "partially_refunded");
        await stripe.PostAsync("refunds", ("payment_intent", payment));

        await stripe.AssertFiredAsync("charge.refunded", await stripe.ChargeOfAsync(payment));
        await user.WaitForBalanceAsync(before);
        await user.WaitForPurchaseAsync(purchase.Text("purchaseId"), "refunded");
        await system.AssertSoundAsync();
    }

    private async Task BuyAsync(string package, int credits, int amountCents)
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();

        var purchase = await user.BeginPurchaseAsync(package);
        var (id, payment) = (purchase.Text("purchaseId"), purchase.Text("paymentIntentId"));
        Assert.StartsWith($"{payment}_secret_", purchase.Text("clientSecret"), StringComparison.Ordinal);
        Assert.Equal((credits, amountCents, "usd"),
            (purchase.GetProperty("credits").GetInt32(), purchase.GetProperty("amount").GetInt32(), purchase.Text("currency")));
        Assert.Equal("pending", await system.BillingAsync<string>(
            $"SELECT status FROM purchases WHERE id = '{id}' AND user_id = '{user.Id}' AND payment_intent_id = '{payment}'"));

        Assert.Equal(HttpStatusCode.OK, await stripe.EnterCardAsync(purchase, TestCards.Good));

        await stripe.AssertFiredAsync("payment_intent.succeeded", payment);
        await user.WaitForBalanceAsync(before + credits);
        await user.WaitForPurchaseAsync(id, "succeeded");
        Assert.Equal(credits, (await user.CreditsAsync()).GetProperty("purchased").GetInt32());
    }
}
