namespace Billing.Tests.Payments;

/// <summary>An operator sends the money of a purchase back; the local Stripe really holds the payment.</summary>
[Collection(SharedBilling.Name)]
public sealed class RefundingAPurchaseTests(BillingApplication billing)
{
    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task TheMoneyGoesBackAtStripe_WithWhoAndWhy_AndAskedTwiceItIsOneRefund()
    {
        var purchase = await PaidAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => billing.RefundAsync(purchase.PurchaseId, 200)));

        var refund = Assert.Single(await billing.Stripe.RefundsOfAsync(purchase.PaymentIntentId));
        Assert.All(answers, answer => Assert.Equal(refund.Id, (string)answer.Json["refundId"]!));
        Assert.Equal(
            (200, "operator", "asked for", purchase.PurchaseId.ToString()),
            (refund.Amount, refund.Metadata["operator"], refund.Metadata["reason"], refund.Metadata["purchase_id"]));
    }

    [Fact]
    public async Task OnceStripeToldOfIt_TheRestCanGoBackToo_AndNoMore()
    {
        var purchase = await PaidAsync();
        await billing.RefundAsync(purchase.PurchaseId, 250);
        await billing.DeliverAsync(purchase.Refunded(250));

        (await billing.RefundAsync(purchase.PurchaseId, 251)).AssertProblem(HttpStatusCode.Conflict, "purchase_not_refundable");
        Assert.Equal(HttpStatusCode.OK, (await billing.RefundAsync(purchase.PurchaseId, 250)).Status);
        await billing.DeliverAsync(purchase.Refunded(500, previous: 250));

        (await billing.RefundAsync(purchase.PurchaseId, 1)).AssertProblem(HttpStatusCode.Conflict, "purchase_not_refundable");
        Assert.Equal(2, (await billing.Stripe.RefundsOfAsync(purchase.PaymentIntentId)).Count);
    }

    [Fact]
    public async Task WhatIsNotPaid_OrDisputed_OrUnknown_IsRefused()
    {
        var pending = await billing.StartPurchaseAsync(_user);
        (await billing.RefundAsync(pending.PurchaseId, 1)).AssertProblem(HttpStatusCode.Conflict, "purchase_not_refundable");

        var disputed = await PaidAsync();
        await billing.DeliverAsync(disputed.DisputeOpened());
        (await billing.RefundAsync(disputed.PurchaseId, 1)).AssertProblem(HttpStatusCode.Conflict, "purchase_not_refundable");

        (await billing.RefundAsync(Guid.CreateVersion7(), 1)).AssertProblem(HttpStatusCode.NotFound, "purchase_not_found");
        (await billing.RefundAsync(disputed.PurchaseId, 0)).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task OnlyAnOperatorMay()
    {
        var purchase = await PaidAsync();
        using var client = billing.ClientFor(_user);

        var refused = await HttpAnswer.OfAsync(client.PostAsync($"/api/v1/admin/purchases/{purchase.PurchaseId}/refund", null));

        refused.AssertProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<StartedPurchase> PaidAsync()
    {
        var purchase = await billing.StartPurchaseAsync(_user);
        await billing.Stripe.ConfirmAsync(purchase.PaymentIntentId);
        await billing.DeliverAsync(purchase.Succeeded(_user));
        return purchase;
    }
}
