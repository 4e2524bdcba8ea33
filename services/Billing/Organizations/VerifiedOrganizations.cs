using Billing.Persistence;
using Billing.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Billing.Organizations;

/// <summary>Which organizations are verified, and who belongs to them. The one place that says so.</summary>
/// <remarks>
/// An operator's word or a paid subscription: either is enough, and each is taken back where it was given. Past due, Stripe still
/// tries to collect, and a card that failed once costs nobody their price; unpaid or ended, it is over.
/// </remarks>
internal sealed class VerifiedOrganizations(BillingDbContext database)
{
    private IQueryable<OrganizationSubscription> Paying => database.Set<OrganizationSubscription>()
        .Where(subscription => SubscriptionStatuses.Renewing.Contains(subscription.Status));

    public IQueryable<Organization> All
    {
        get
        {
            var paying = Paying;
            return database.Set<Organization>().Where(organization => organization.ClosedAt == null
                && (organization.OperatorVerifiedAt != null || paying.Any(found => found.OrganizationId == organization.Id)));
        }
    }

    public IQueryable<OrganizationMember> Members
    {
        get
        {
            var verified = All;
            return database.Set<OrganizationMember>().Where(member => verified.Any(found => found.Id == member.OrganizationId));
        }
    }

    /// <summary>The verified organization that the user belongs to, of several the first.</summary>
    public Task<VerifiedMembership?> FindMembershipAsync(string userId, CancellationToken cancellationToken) =>
        database.Set<OrganizationMember>()
            .Where(member => member.UserId == userId)
            .Join(All, member => member.OrganizationId, organization => organization.Id, (member, organization) => new { member, organization })
            .OrderBy(found => found.member.AddedAt)
            .ThenBy(found => found.organization.Id)
            .Select(found => new VerifiedMembership(found.organization.Id, found.organization.Name))
            .FirstOrDefaultAsync(cancellationToken);

    public Task<bool> IsPayingAsync(Guid organizationId, CancellationToken cancellationToken) =>
        Paying.AnyAsync(subscription => subscription.OrganizationId == organizationId, cancellationToken);
}

/// <summary>By which somebody gets the member price.</summary>
internal sealed record VerifiedMembership(Guid OrganizationId, string OrganizationName);
