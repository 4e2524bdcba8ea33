using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Subscriptions;

/// <summary>Begins a new term when a subscription is no longer as its last term says.</summary>
/// <remarks>
/// Stripe tells when a subscription started and when it ended. Of any other change it tells how things are, and the event when: so a
/// term begins with the event that showed it. One that would begin before the last takes the last one's place.
/// </remarks>
internal sealed class SubscriptionTerms(BillingDbContext database, Plan plan)
{
    /// <param name="said">A user's, as the mirror has just kept it; the caller has its row locked.</param>
    /// <param name="changedAt">When something changed, by the event that made us ask; else now.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    public async Task FollowAsync(StripeSubscription said, DateTimeOffset changedAt, CancellationToken cancellationToken)
    {
        var last = await database.Set<SubscriptionTerm>().AsNoTracking()
            .Where(term => term.SubscriptionId == said.Id)
            .OrderByDescending(term => term.Since)
            .FirstOrDefaultAsync(cancellationToken);
        foreach (var term in last is null ? FirstTerms(said) : NextTerms(last, said, changedAt))
        {
            await KeepAsync(term, cancellationToken);
        }
    }

    // Of one that is over when we first hear of it, only a canceled one has been subscribed to.
    private IEnumerable<SubscriptionTerm> FirstTerms(StripeSubscription said) => said is { EndedAt: { } ended, Status: SubscriptionStatuses.Canceled }
        ? [TermOf(said, said.StartedAt, isRunning: true), TermOf(said, ended, isRunning: false)]
        : [TermOf(said, said.StartedAt, IsRunning(said))];

    private IEnumerable<SubscriptionTerm> NextTerms(SubscriptionTerm last, StripeSubscription said, DateTimeOffset changedAt)
    {
        var since = said.EndedAt ?? changedAt;
        var next = TermOf(said, since > last.Since ? since : last.Since, IsRunning(said));
        // What it would cost if it ran is no change.
        var isSame = next.IsRunning == last.IsRunning
            && (!next.IsRunning || (next.Tier, next.MonthlyCents) == (last.Tier, last.MonthlyCents));
        return isSame ? [] : [next];
    }

    private SubscriptionTerm TermOf(StripeSubscription said, DateTimeOffset since, bool isRunning) => new()
    {
        SubscriptionId = said.Id,
        Since = since,
        UserId = said.UserId!,
        IsRunning = isRunning,
        Tier = TierNames.Of(plan.TierOf(said.PriceId)),
        MonthlyCents = said.Status == SubscriptionStatuses.Trialing ? 0 : said.MonthlyCents,
    };

    private static bool IsRunning(StripeSubscription said) => SubscriptionStatuses.Renewing.Contains(said.Status);

    private Task<int> KeepAsync(SubscriptionTerm term, CancellationToken cancellationToken) => database.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO subscription_terms (subscription_id, since, user_id, is_running, tier, monthly_cents)
        VALUES ({term.SubscriptionId}, {term.Since}, {term.UserId}, {term.IsRunning}, {term.Tier}, {term.MonthlyCents})
        ON CONFLICT (subscription_id, since) DO UPDATE SET
            is_running = excluded.is_running, tier = excluded.tier, monthly_cents = excluded.monthly_cents
        """,
        cancellationToken);
}
