using System.Globalization;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;
using Stripe;

namespace Billing.Purchases;

/// <summary>Sends money of a purchase back through Stripe.</summary>
internal sealed class PurchaseRefunds(BillingDbContext database, StripeCaller stripe)
{
    public Task<Purchase?> FindAsync(Guid purchaseId, CancellationToken cancellationToken) =>
        database.Set<Purchase>().AsNoTracking().SingleOrDefaultAsync(purchase => purchase.Id == purchaseId, cancellationToken);

    /// <remarks>
    /// The key is what is known of the payment's money so far: an operator who asks twice for the same, or on two pages, gets one
    /// refund. Once Stripe told of it, the same request is another refund.
    /// </remarks>
    public async Task<Refund> MakeAsync(
        Purchase purchase, RefundRequest request, string operatorId, CancellationToken cancellationToken)
    {
        var known = await database.Set<PaymentFact>()
            .CountAsync(fact => fact.PaymentIntentId == purchase.PaymentIntentId, cancellationToken);
        var options = new RefundCreateOptions
        {
            PaymentIntent = purchase.PaymentIntentId,
            Amount = request.AmountCents,
            Metadata = new Dictionary<string, string>
            {
                [StripeMetadata.PurchaseId] = purchase.Id.ToString(),
                [StripeMetadata.Operator] = operatorId,
                [StripeMetadata.Reason] = request.Reason,
            },
        };
        var once = StripeCaller.Once(string.Create(
            CultureInfo.InvariantCulture, $"refund:{purchase.Id}:{known}:{request.AmountCents}"));
        return await stripe.CallAsync((api, token) => api.Refunds.CreateAsync(options, once, token), cancellationToken);
    }
}
