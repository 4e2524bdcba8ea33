using Billing.Chores;
using Billing.Customers;
using Billing.Persistence;
using Billing.Purchases;
using Billing.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Billing.Erasure;

/// <summary>Finishes an erasure: the user's customer at Stripe and what could charge it, and what Stripe has told us of them.</summary>
internal sealed class ErasureAtStripe(
    BillingDbContext database,
    CustomerRemoval removal,
    SubscriptionCheckouts checkouts,
    EventBodies bodies,
    TimeProvider time,
    ILogger<ErasureAtStripe> logger) : IChoreHandler
{
    public async Task DoAsync(Chore chore, CancellationToken cancellationToken)
    {
        var userId = chore.Subject;
        var payer = Payer.OfUser(userId);
        var ended = await removal.RemoveAsync(payer, await OpenSessionsAsync(payer, cancellationToken), cancellationToken);
        await checkouts.Of(payer).ExecuteDeleteAsync(cancellationToken);
        var events = await bodies.EraseAsync(await NamesAtStripeAsync(payer, cancellationToken), cancellationToken);
        await database.Set<UserErasure>().Where(erasure => erasure.UserId == userId).ExecuteUpdateAsync(
            update => update.SetProperty(erasure => erasure.CompletedAt, erasure => erasure.CompletedAt ?? time.GetUtcNow()),
            cancellationToken);
        Log.UserErased(logger, userId, ended, events);
    }

    private async Task<List<string>> OpenSessionsAsync(Payer payer, CancellationToken cancellationToken)
    {
        var ofPurchases = database.Set<Purchase>()
            .Where(purchase => purchase.UserId == payer.UserId && purchase.Status == PurchaseStatus.Pending && purchase.CheckoutSessionId != null)
            .Select(purchase => purchase.CheckoutSessionId!);
        var ofSubscription = checkouts.Of(payer).Where(checkout => checkout.SessionId != null).Select(checkout => checkout.SessionId!);
        return [.. await ofPurchases.ToListAsync(cancellationToken), .. await ofSubscription.ToListAsync(cancellationToken)];
    }

    // Of a dispute, Stripe tells the payment alone.
    private async Task<List<string>> NamesAtStripeAsync(Payer payer, CancellationToken cancellationToken)
    {
        var customers = database.Set<Customer>().Of(payer).Select(customer => customer.StripeCustomerId);
        var payments = database.Set<Purchase>()
            .Where(purchase => purchase.UserId == payer.UserId && purchase.PaymentIntentId != null)
            .Select(purchase => purchase.PaymentIntentId!);
        return [.. await customers.ToListAsync(cancellationToken), .. await payments.ToListAsync(cancellationToken)];
    }
}
