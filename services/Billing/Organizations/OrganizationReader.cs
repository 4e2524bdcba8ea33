using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Organizations;

/// <summary>Organizations as their members see them.</summary>
internal sealed class OrganizationReader(BillingDbContext database, VerifiedOrganizations verified)
{
    /// <summary>Those that a user belongs to, the newest membership first; or one of them.</summary>
    public IQueryable<OrganizationResponse> Of(string userId, Guid? id = null)
    {
        var all = verified.All;
        return database.Set<OrganizationMember>()
            .Where(member => member.UserId == userId && (id == null || member.OrganizationId == id))
            .Join(
                database.Set<Organization>(),
                member => member.OrganizationId,
                organization => organization.Id,
                (member, organization) => new { member, organization })
            .OrderByDescending(found => found.member.AddedAt)
            .ThenBy(found => found.organization.Id)
            .Select(found => new OrganizationResponse(
                found.organization.Id,
                found.organization.Name,
                found.member.Role,
                all.Any(known => known.Id == found.organization.Id),
                found.organization.CreatedAt));
    }

    /// <summary>What keeps a user from doing something that asks for a role; null when nothing does.</summary>
    public async Task<OrganizationRefusal?> RefuseAsync(
        Guid organizationId, string userId, OrganizationRole needed, CancellationToken cancellationToken)
    {
        var roles = await database.Set<OrganizationMember>()
            .Where(member => member.OrganizationId == organizationId && member.UserId == userId)
            .Select(member => member.Role)
            .ToListAsync(cancellationToken);
        return roles switch
        {
            [] => OrganizationRefusal.NotFound,
            [var role] when role >= needed => null,
            _ => OrganizationRefusal.RoleInsufficient,
        };
    }
}

/// <param name="Id">Ours.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">The caller's.</param>
/// <param name="IsVerified">Whether its members get the member price.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record OrganizationResponse(Guid Id, string Name, OrganizationRole Role, bool IsVerified, DateTimeOffset CreatedAt);
