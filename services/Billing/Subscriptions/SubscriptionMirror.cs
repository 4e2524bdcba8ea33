using Billing.Customers;
using Billing.Organizations;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;

namespace Billing.Subscriptions;

/// <summary>Keeps what Stripe says of subscriptions. Events only tell when to ask: several share a second, and come in any order.</summary>
/// <remarks>
/// Of two answers the one that was asked for later stands. So the last event's answer can't be replaced by one that was under way
/// before it, on whichever replica.
/// </remarks>
internal sealed class SubscriptionMirror(
    BillingDbContext database, StripeCaller stripe, SubscriptionTerms terms, TimeProvider time, ILogger<SubscriptionMirror> logger)
{
    private static readonly string KeepUsersSql = KeepSql("subscriptions AS known (user_id");
    private static readonly string KeepOrganizationsSql = KeepSql("organization_subscriptions AS known (organization_id");

    /// <summary>Asks Stripe how a subscription is, and keeps the answer.</summary>
    public Task<Stripe.Subscription> RefreshAsync(string subscriptionId, CancellationToken cancellationToken) =>
        RefreshAsync(subscriptionId, time.GetUtcNow(), cancellationToken);

    /// <summary>Asks Stripe how a subscription is, because something changed at a moment, and keeps the answer.</summary>
    public Task<Stripe.Subscription> RefreshAsync(string subscriptionId, DateTimeOffset changedAt, CancellationToken cancellationToken) =>
        AskAsync((api, token) => api.Subscriptions.GetAsync(subscriptionId, cancellationToken: token), changedAt, cancellationToken);

    /// <summary>Asks Stripe something that it answers with a subscription, and keeps that unless a later answer is there.</summary>
    public Task<Stripe.Subscription> AskAsync(
        Func<Stripe.V1Services, CancellationToken, Task<Stripe.Subscription>> call, CancellationToken cancellationToken) =>
        AskAsync(call, time.GetUtcNow(), cancellationToken);

    private async Task<Stripe.Subscription> AskAsync(
        Func<Stripe.V1Services, CancellationToken, Task<Stripe.Subscription>> call,
        DateTimeOffset changedAt,
        CancellationToken cancellationToken)
    {
        // The database's clock is one for all replicas, and nobody moves it.
        var askedAt = await database.Database
            .SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """)
            .SingleAsync(cancellationToken);
        var answer = await stripe.CallAsync(call, cancellationToken);
        await KeepAsync(answer, askedAt, changedAt, cancellationToken);
        return answer;
    }

    /// <summary>The payer's subscription: the one that is not over, else the last one.</summary>
    public async Task<MirroredSubscription?> FindAsync(Payer payer, CancellationToken cancellationToken) =>
        payer.OrganizationId is { } organizationId
            ? await FindAsync(database.Set<OrganizationSubscription>().Where(row => row.OrganizationId == organizationId), cancellationToken)
            : await FindAsync(database.Set<Subscription>().Where(row => row.UserId == payer.UserId), cancellationToken);

    /// <summary>The payer's subscription that is not over.</summary>
    public async Task<MirroredSubscription?> FindLiveAsync(Payer payer, CancellationToken cancellationToken) =>
        await FindAsync(payer, cancellationToken) is { } found && !SubscriptionStatuses.Over.Contains(found.Status) ? found : null;

    private static Task<T?> FindAsync<T>(IQueryable<T> subscriptions, CancellationToken cancellationToken)
        where T : MirroredSubscription => subscriptions.AsNoTracking().CurrentFirst().FirstOrDefaultAsync(cancellationToken);

    private async Task KeepAsync(
        Stripe.Subscription answer, DateTimeOffset askedAt, DateTimeOffset changedAt, CancellationToken cancellationToken)
    {
        if (StripeSubscription.Read(answer) is not { } said)
        {
            Log.SubscriptionNotOurs(logger, answer.Id);
            return;
        }
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await KeepAsync(said, askedAt, cancellationToken) && said.UserId is not null)
        {
            await terms.FollowAsync(said, changedAt, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        Log.SubscriptionMirrored(logger, said.Id, said.Who, said.Status);
    }

    // True when it is kept; its row is locked from then on.
    private async Task<bool> KeepAsync(StripeSubscription said, DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        object?[] values =
        [
            said.OrganizationId ?? (object?)said.UserId, said.Id, said.CustomerId, said.Status, said.PriceId, said.AmountCents,
            said.Currency, said.CurrentPeriodStart, said.CurrentPeriodEnd, said.CancelAt, said.CancelAtPeriodEnd, said.EndedAt,
            said.CreatedAt, askedAt,
        ];
        return await database.Database.ExecuteSqlRawAsync(
            said.OrganizationId is null ? KeepUsersSql : KeepOrganizationsSql, values!, cancellationToken) == 1;
    }

    private static string KeepSql(string tableAndOwner) =>
        $$"""
        INSERT INTO {{tableAndOwner}}, subscription_id, stripe_customer_id, status, price_id, amount_cents, currency, current_period_start,
             current_period_end, cancel_at, cancel_at_period_end, ended_at, created_at, asked_at)
        VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, {13})
        ON CONFLICT (subscription_id) DO UPDATE SET
            status = excluded.status, price_id = excluded.price_id, amount_cents = excluded.amount_cents,
            currency = excluded.currency, current_period_start = excluded.current_period_start,
            current_period_end = excluded.current_period_end, cancel_at = excluded.cancel_at,
            cancel_at_period_end = excluded.cancel_at_period_end, ended_at = excluded.ended_at, asked_at = excluded.asked_at
        WHERE known.asked_at <= excluded.asked_at
        """;
}
