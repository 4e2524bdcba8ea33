using Credits.Ledger;
using Credits.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Credits.Renewal;

/// <summary>Notes what is heard of a subscription and brings its user's account in line with it, under the account's lock.</summary>
internal sealed class Subscriptions(CreditsDbContext database, LedgerWriter ledger, IOptions<CreditsOptions> options)
{
    /// <summary>A period has begun: the first or a later one.</summary>
    public Task NoteBegunAsync(
        string subscriptionId, string userId, DateTimeOffset startsAt, DateTimeOffset endsAt, CancellationToken cancellationToken) =>
        NotePeriodAsync(subscriptionId, userId, startsAt, period => period.EndsAt ??= endsAt.ToUniversalTime(), cancellationToken);

    /// <summary>A period's invoice failed.</summary>
    public Task NotePastDueAsync(string subscriptionId, string userId, DateTimeOffset startsAt, CancellationToken cancellationToken) =>
        NotePeriodAsync(subscriptionId, userId, startsAt, period => period.WasPastDue = true, cancellationToken);

    /// <summary>A period's invoice was paid after it had failed.</summary>
    public Task NoteRecoveredAsync(string subscriptionId, string userId, DateTimeOffset startsAt, CancellationToken cancellationToken) =>
        NotePeriodAsync(subscriptionId, userId, startsAt, period => period.WasRecovered = true, cancellationToken);

    /// <summary>The subscription is over, for good.</summary>
    public Task NoteEndedAsync(string subscriptionId, string userId, DateTimeOffset endedAt, CancellationToken cancellationToken) =>
        NoteAsync(subscriptionId, userId, (subscription, _) => subscription.EndedAt ??= endedAt.ToUniversalTime(), cancellationToken);

    private Task<bool> NotePeriodAsync(
        string subscriptionId, string userId, DateTimeOffset startsAt, Action<SubscriptionPeriod> note, CancellationToken cancellationToken) =>
        NoteAsync(
            subscriptionId,
            userId,
            (_, periods) => note(PeriodAt(periods, subscriptionId, startsAt.ToUniversalTime())),
            cancellationToken);

    private Task<bool> NoteAsync(
        string subscriptionId, string userId, Action<Subscription, List<SubscriptionPeriod>> note, CancellationToken cancellationToken) =>
        ledger.ChangeAsync(
            userId,
            async (session, book) =>
            {
                var subscription = await SubscriptionAsync(subscriptionId, userId, cancellationToken);
                var periods = await database.SubscriptionPeriods
                    .Where(period => period.SubscriptionId == subscriptionId)
                    .ToListAsync(cancellationToken);
                note(subscription, periods);
                await database.SaveChangesAsync(cancellationToken);

                var settlement = new MonthlyGrants(subscription, periods, options.Value);
                settlement.Settle(book, await LedgerStore.FindAsync(session.Connection, book, settlement.Sources, cancellationToken));
                return true;
            },
            cancellationToken);

    private async Task<Subscription> SubscriptionAsync(string subscriptionId, string userId, CancellationToken cancellationToken)
    {
        var known = await database.Subscriptions.SingleOrDefaultAsync(
            subscription => subscription.SubscriptionId == subscriptionId, cancellationToken);
        if (known is not null)
        {
            return known.UserId == userId
                ? known
                : throw new InvalidOperationException($"Subscription {subscriptionId} is another user's: the message is parked for the operator.");
        }
        return database.Subscriptions.Add(new Subscription { SubscriptionId = subscriptionId, UserId = userId }).Entity;
    }

    private SubscriptionPeriod PeriodAt(List<SubscriptionPeriod> periods, string subscriptionId, DateTimeOffset startsAt)
    {
        var known = periods.Find(period => period.StartsAt == startsAt);
        if (known is null)
        {
            known = database.SubscriptionPeriods.Add(new SubscriptionPeriod { SubscriptionId = subscriptionId, StartsAt = startsAt }).Entity;
            periods.Add(known);
        }
        return known;
    }
}
