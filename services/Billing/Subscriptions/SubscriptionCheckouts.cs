using Billing.Customers;
using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Subscriptions;

/// <summary>The rows of <see cref="SubscriptionCheckout"/>. Each change names the attempt it is about, so that of two at once one counts.</summary>
internal sealed class SubscriptionCheckouts(BillingDbContext database, TimeProvider time)
{
    /// <summary>The payer's row, with the order decided: ours, or that of whoever was faster.</summary>
    public async Task<SubscriptionCheckout> DecideAsync(SubscriptionOrder order, string customerId, CancellationToken cancellationToken)
    {
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO subscription_checkouts (user_id, organization_id, attempt, updated_at)
            VALUES ({order.Payer.UserId}, {order.Payer.OrganizationId}, 1, {time.GetUtcNow()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        await Of(order.Payer).Where(row => row.PriceId == null).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.PriceId, order.PriceId)
                .SetProperty(row => row.StripeCustomerId, customerId)
                .SetProperty(row => row.SuccessUrl, order.SuccessUrl)
                .SetProperty(row => row.CancelUrl, order.CancelUrl)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);
        return await Of(order.Payer).AsNoTracking().SingleAsync(cancellationToken);
    }

    public Task OpenedAsync(SubscriptionCheckout checkout, string sessionId, CancellationToken cancellationToken) =>
        Of(checkout).Where(row => row.SessionId == null).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.SessionId, sessionId)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);

    /// <summary>The attempt can't be paid any more, or Stripe refused it: the next one is undecided.</summary>
    public Task OverAsync(SubscriptionCheckout checkout, CancellationToken cancellationToken) =>
        Of(checkout).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.Attempt, row => row.Attempt + 1)
                .SetProperty(row => row.PriceId, (string?)null)
                .SetProperty(row => row.StripeCustomerId, (string?)null)
                .SetProperty(row => row.SuccessUrl, (string?)null)
                .SetProperty(row => row.CancelUrl, (string?)null)
                .SetProperty(row => row.SessionId, (string?)null)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);

    public IQueryable<SubscriptionCheckout> Of(Payer payer) => payer.OrganizationId is { } organizationId
        ? database.Set<SubscriptionCheckout>().Where(row => row.OrganizationId == organizationId)
        : database.Set<SubscriptionCheckout>().Where(row => row.UserId == payer.UserId);

    private IQueryable<SubscriptionCheckout> Of(SubscriptionCheckout checkout) =>
        database.Set<SubscriptionCheckout>().Where(row => row.Id == checkout.Id && row.Attempt == checkout.Attempt);
}
