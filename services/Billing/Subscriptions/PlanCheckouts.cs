using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Subscriptions;

/// <summary>The rows of <see cref="PlanCheckout"/>. Each change names the attempt it is about, so that of two at once one counts.</summary>
internal sealed class PlanCheckouts(BillingDbContext database, TimeProvider time)
{
    /// <summary>The user's row, with the order decided: ours, or that of whoever was faster.</summary>
    public async Task<PlanCheckout> DecideAsync(PlanOrder order, string customerId, CancellationToken cancellationToken)
    {
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO plan_checkouts AS known
                (user_id, attempt, price_id, stripe_customer_id, success_url, cancel_url, updated_at)
            VALUES ({order.UserId}, 1, {order.PriceId}, {customerId}, {order.SuccessUrl}, {order.CancelUrl}, {time.GetUtcNow()})
            ON CONFLICT (user_id) DO UPDATE SET
                price_id = excluded.price_id, stripe_customer_id = excluded.stripe_customer_id, success_url = excluded.success_url,
                cancel_url = excluded.cancel_url, updated_at = excluded.updated_at
            WHERE known.price_id IS NULL
            """,
            cancellationToken);
        return await database.Set<PlanCheckout>().AsNoTracking().SingleAsync(checkout => checkout.UserId == order.UserId, cancellationToken);
    }

    public Task OpenedAsync(PlanCheckout checkout, string sessionId, CancellationToken cancellationToken) =>
        Of(checkout).Where(row => row.SessionId == null).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.SessionId, sessionId)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);

    /// <summary>The attempt can't be paid any more, or Stripe refused it: the next one is undecided.</summary>
    public Task OverAsync(PlanCheckout checkout, CancellationToken cancellationToken) =>
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

    private IQueryable<PlanCheckout> Of(PlanCheckout checkout) =>
        database.Set<PlanCheckout>().Where(row => row.UserId == checkout.UserId && row.Attempt == checkout.Attempt);
}
