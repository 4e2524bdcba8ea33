using Billing.Chores;
using Billing.Organizations;
using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Subscriptions;

/// <summary>Finds subscriptions whose price is not the one that their user's membership gives them now, in either direction.</summary>
/// <remarks>
/// It compares what is with what should be, and listens to nothing: however a membership came or went (removed, an organization
/// that is no longer verified, a page opened as a member and paid as none), the next look sees it. Prices of old, which are
/// neither of the two, are left alone.
/// </remarks>
internal sealed class PriceReview(BillingDbContext database, Plan plan, VerifiedOrganizations organizations, ChoreList chores) : IChoreFinder
{
    private const int BatchSize = 500;

    public async Task FindAsync(CancellationToken cancellationToken)
    {
        var members = organizations.Members;
        var (individual, member) = (plan.Individual.PriceId, plan.OrganizationMember.PriceId);
        var chored = database.Set<Chore>().Where(chore => chore.Kind == ChoreKinds.PriceMove);
        var wrong = await database.Set<Subscription>()
            .Where(subscription => SubscriptionStatuses.Begun.Contains(subscription.Status))
            .Where(subscription =>
                (subscription.PriceId == member && !members.Any(found => found.UserId == subscription.UserId))
                || (subscription.PriceId == individual && members.Any(found => found.UserId == subscription.UserId)))
            .Where(subscription => !chored.Any(chore => chore.Subject == subscription.SubscriptionId))
            .OrderBy(subscription => subscription.CurrentPeriodEnd)
            .Select(subscription => subscription.SubscriptionId)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
        await chores.AddAsync(ChoreKinds.PriceMove, wrong, cancellationToken);
    }
}
