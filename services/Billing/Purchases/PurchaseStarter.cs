using Billing.CreditPacks;
using Billing.Customers;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;
using Stripe;

namespace Billing.Purchases;

/// <summary>Brings a purchase to the point where it can be paid, or continues one that a crash or an outage left halfway.</summary>
/// <remarks>
/// Each step is committed before the next and can be repeated: the customer, the row, the payment under the key
/// <c>purchase:{id}</c>, the payment's id on the row. No transaction is open while Stripe is asked.
/// </remarks>
internal sealed class PurchaseStarter(
    PurchaseOpener opener, PurchaseAttempts attempts, StripeCaller stripe, TimeProvider time, ILogger<PurchaseStarter> logger)
{
    public async Task<(Purchase Purchase, PaymentIntent Payment)> StartAsync(
        Payer buyer, CreditPack pack, Guid? claimId, CancellationToken cancellationToken)
    {
        var purchase = await opener.OpenAsync(buyer, pack, claimId, cancellationToken);
        if (purchase.PaymentIntentId is null)
        {
            var created = await attempts.MakeAsync(purchase, RequestPaymentAsync, cancellationToken);
            purchase = await AttachAsync(purchase, created, cancellationToken);
            if (purchase.PaymentIntentId == created.Id)
            {
                return (purchase, created);
            }
        }
        // The client's secret is kept nowhere but at Stripe.
        var payment = await stripe.CallAsync(
            (api, token) => api.PaymentIntents.GetAsync(purchase.PaymentIntentId, cancellationToken: token), cancellationToken);
        return (purchase, payment);
    }

    private Task<PaymentIntent> RequestPaymentAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var request = PurchasePayment.RequestFor(purchase);
        var once = StripeCaller.Once(PurchasePayment.KeyOf(purchase));
        return stripe.CallAsync((api, token) => api.PaymentIntents.CreateAsync(request, once, token), cancellationToken);
    }

    // An event may have brought the payment's id before us, and with it a newer status than ours.
    private async Task<Purchase> AttachAsync(Purchase purchase, PaymentIntent payment, CancellationToken cancellationToken)
    {
        await attempts.Unpayable(purchase.Id).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.PaymentIntentId, payment.Id)
                .SetProperty(row => row.Status, PurchaseStatus.Pending)
                .SetProperty(row => row.FailureReason, (string?)null)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);
        Log.PurchasePayable(logger, purchase.Id, purchase.Package, purchase.UserId, payment.Id);
        return await attempts.ReadAsync(purchase.Id, cancellationToken);
    }
}
