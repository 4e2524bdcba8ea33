using Billing.Persistence;
using Billing.StripeApi;
using Billing.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Stripe;
using SubscriptionStatuses = Billing.Subscriptions.SubscriptionStatuses;

namespace Billing.Customers;

/// <summary>Removes a payer at Stripe: first what could still charge them, then the customer with name, address and cards.</summary>
/// <remarks>Each step finds what an earlier try has done. Stripe keeps invoices and payments, as the law has it keep them.</remarks>
internal sealed class CustomerRemoval(
    BillingDbContext database, StripeCaller stripe, SubscriptionMirror mirror, OpenSessions sessions, TimeProvider time)
{
    private const string EveryStatus = "all";
    private const int PageSize = 100;

    /// <param name="payer">Who.</param>
    /// <param name="sessionIds">Checkout sessions that they may still have open.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>How many subscriptions were ended.</returns>
    public async Task<int> RemoveAsync(Payer payer, IReadOnlyCollection<string> sessionIds, CancellationToken cancellationToken)
    {
        foreach (var sessionId in sessionIds)
        {
            await sessions.ExpireAsync(sessionId, cancellationToken);
        }
        var customer = await database.Set<Customer>().AsNoTracking().Of(payer).SingleOrDefaultAsync(cancellationToken);
        if (customer is null)
        {
            return 0;
        }
        var ended = await EndSubscriptionsAsync(customer.StripeCustomerId, cancellationToken);
        await DeleteAsync(customer.StripeCustomerId, cancellationToken);
        var now = time.GetUtcNow();
        await database.Set<Customer>().Where(row => row.StripeCustomerId == customer.StripeCustomerId).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.DeletedAt, row => row.DeletedAt ?? now)
                .SetProperty(row => row.ErasedAt, row => row.ErasedAt ?? now)
                .SetProperty(row => row.EmailHash, (byte[]?)null),
            cancellationToken);
        return ended;
    }

    // Stripe is asked which there are: one that was paid a moment ago is not mirrored yet.
    private async Task<int> EndSubscriptionsAsync(string customerId, CancellationToken cancellationToken)
    {
        var ofCustomer = new SubscriptionListOptions { Customer = customerId, Status = EveryStatus, Limit = PageSize };
        var ended = 0;
        try
        {
            var found = await stripe.CallAsync(
                (api, token) => api.Subscriptions.ListAutoPagingAsync(ofCustomer, cancellationToken: token).ToListAsync(token).AsTask(),
                cancellationToken);
            foreach (var subscription in found.Where(found => !SubscriptionStatuses.Over.Contains(found.Status)))
            {
                await mirror.AskAsync(
                    (api, token) => api.Subscriptions.CancelAsync(subscription.Id, cancellationToken: token), cancellationToken);
                ended++;
            }
        }
        catch (StripeRefusedException refused) when (refused.IsMissing)
        {
            // Deleted at Stripe before, and with it what could charge them.
        }
        return ended;
    }

    private async Task DeleteAsync(string customerId, CancellationToken cancellationToken)
    {
        try
        {
            await stripe.CallAsync((api, token) => api.Customers.DeleteAsync(customerId, cancellationToken: token), cancellationToken);
        }
        catch (StripeRefusedException refused) when (refused.IsMissing)
        {
            // Deleted at Stripe before.
        }
    }
}
