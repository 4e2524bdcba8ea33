using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Purchases;

/// <summary>Finds the purchase that a message tells of.</summary>
internal static class PurchaseOfPayment
{
    /// <summary>By Stripe's payment, or by our id while the row has no payment yet.</summary>
    /// <remarks>
    /// An event can overtake the answer to the request that caused it, so our id must do at first. Later it must not:
    /// a second payment that carries our id, copied by hand at Stripe, is not the one the purchase is for.
    /// </remarks>
    public static IQueryable<Purchase> PurchaseOf(
        this BillingDbContext database, string userId, Guid? purchaseId, string paymentIntentId) =>
        database.Set<Purchase>().AsNoTracking().Where(purchase => purchase.UserId == userId
            && (purchase.PaymentIntentId == paymentIntentId || (purchase.PaymentIntentId == null && purchase.Id == purchaseId)));
}
