using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Organizations;

/// <summary>Organizations as their members see them.</summary>
internal sealed class OrganizationReader(BillingDbContext database, VerifiedOrganizations verified)
{
    /// <summary>Those that a user belongs to, the newest membership first.</summary>
    public IQueryable<OrganizationResponse> Of(string userId)
    {
        var all = verified.All;
        return from member in database.Set<OrganizationMember>()
               join organization in database.Set<Organization>() on member.OrganizationId equals organization.Id
               where member.UserId == userId
               orderby member.AddedAt descending, organization.Id
               select new OrganizationResponse(
                   organization.Id,
                   organization.Name,
                   member.Role,
                   all.Any(found => found.Id == organization.Id),
                   organization.CreatedAt);
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
