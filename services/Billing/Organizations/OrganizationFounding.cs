using Billing.Erasure;
using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Billing.Organizations;

/// <summary>Makes organizations, with who makes them as owner.</summary>
internal sealed class OrganizationFounding(
    BillingDbContext database,
    UnitOfWork unitOfWork,
    ErasedUsers erased,
    TimeProvider time,
    IOptions<OrganizationOptions> options,
    ILogger<OrganizationFounding> logger)
{
    /// <returns>Null when the user owns as many as they may.</returns>
    public Task<Organization?> CreateAsync(string userId, string name, Guid? claimId, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(token => CreateInUnitAsync(userId, name, claimId, token), cancellationToken);

    private async Task<Organization?> CreateInUnitAsync(string userId, string name, Guid? claimId, CancellationToken cancellationToken)
    {
        // One user's requests one after the other, for the count and for repeats of one request.
        await erased.LockAsync(userId, cancellationToken);
        await erased.RefuseAsync(userId, cancellationToken);
        var organizations = database.Set<Organization>();
        if (claimId is not null
            && await organizations.AsNoTracking().SingleOrDefaultAsync(known => known.IdempotencyClaimId == claimId, cancellationToken) is { } made)
        {
            return made;
        }
        var owned = await database.Set<OrganizationMember>()
            .CountAsync(member => member.UserId == userId && member.Role == OrganizationRole.Owner, cancellationToken);
        if (owned >= options.Value.OwnedMax)
        {
            return null;
        }
        var organization = new Organization
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            CreatedBy = userId,
            CreatedAt = time.GetUtcNow(),
            IdempotencyClaimId = claimId,
        };
        database.Add(organization);
        database.Add(new OrganizationMember
        {
            OrganizationId = organization.Id,
            UserId = userId,
            Role = OrganizationRole.Owner,
            AddedBy = userId,
            AddedAt = organization.CreatedAt,
        });
        Log.OrganizationCreated(logger, userId, organization.Id);
        return organization;
    }
}
