using Billing.Customers;
using Billing.Persistence;
using Billing.Purchases;
using Billing.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Billing.StripeEvents;

/// <summary>Finds in the archive what Stripe said of one user.</summary>
internal static class EventsOfUser
{
    /// <summary>Events that name a customer the user has or had, or a payment of theirs.</summary>
    public static IQueryable<StripeEvent> EventsOf(this BillingDbContext database, string userId)
    {
        var purchases = database.Set<Purchase>().Where(purchase => purchase.UserId == userId);
        var names = database.Set<Customer>().Where(customer => customer.UserId == userId).Select(customer => customer.StripeCustomerId)
            .Union(database.Set<Subscription>().Where(known => known.UserId == userId).Select(known => known.StripeCustomerId))
            .Union(purchases.Select(purchase => purchase.StripeCustomerId!))
            .Union(purchases.Select(purchase => purchase.PaymentIntentId!));
        return database.Set<StripeEvent>().AsNoTracking().Where(archived => names.Contains(archived.Concerns!));
    }
}
