using Billing.Chores;
using Billing.Organizations;
using Billing.Persistence;
using Contracts;
using Microsoft.EntityFrameworkCore;
using Reliability.Outbox;
using Reliability.Storage;

namespace Billing.Erasure;

/// <summary>Begins an erasure: what can be done here is done at once, and what is owed to Stripe goes on the list.</summary>
internal sealed class ErasureRequests(
    BillingDbContext database,
    UnitOfWork unitOfWork,
    ErasedUsers erased,
    ChoreList chores,
    IOutbox outbox,
    TimeProvider time,
    ILogger<ErasureRequests> logger)
{
    /// <summary>Repeatable: a repeat finds the first, done or not.</summary>
    public async Task<UserErasure> RequestAsync(string userId, string operatorId, CancellationToken cancellationToken)
    {
        await unitOfWork.CommitAsync(token => BeginAsync(userId, operatorId, token), cancellationToken);
        return (await FindAsync(userId, cancellationToken))!;
    }

    public Task<UserErasure?> FindAsync(string userId, CancellationToken cancellationToken) =>
        database.Set<UserErasure>().AsNoTracking().SingleOrDefaultAsync(erasure => erasure.UserId == userId, cancellationToken);

    private async Task<bool> BeginAsync(string userId, string operatorId, CancellationToken cancellationToken)
    {
        await erased.LockAsync(userId, cancellationToken);
        if (await erased.IsErasedAsync(userId, cancellationToken))
        {
            return false;
        }
        var now = time.GetUtcNow();
        database.Add(new UserErasure { UserId = userId, RequestedBy = operatorId, RequestedAt = now });
        await LeaveOrganizationsAsync(userId, now, cancellationToken);
        await chores.AddAsync(ChoreKinds.Erasure, userId, cancellationToken);
        outbox.Add(new UserErased { UserId = userId, OccurredAt = now }, userId);
        Log.ErasureRequested(logger, operatorId, userId);
        return true;
    }

    private async Task LeaveOrganizationsAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var own = await database.Set<OrganizationMember>()
            .Where(member => member.UserId == userId)
            .Select(member => member.OrganizationId)
            .Order()
            .ToListAsync(cancellationToken);
        foreach (var organizationId in own)
        {
            await database.Database.ExecuteSqlAsync($"SELECT id FROM organizations WHERE id = {organizationId} FOR UPDATE", cancellationToken);
            await database.Set<OrganizationMember>()
                .Where(member => member.OrganizationId == organizationId && member.UserId == userId)
                .ExecuteDeleteAsync(cancellationToken);
            await PassOnAsync(organizationId, now, cancellationToken);
        }
    }

    // Erasure can't wait until somebody else is found to own it: the one who has been admin for longest does, else the oldest member.
    private async Task PassOnAsync(Guid organizationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var heir = await database.Set<OrganizationMember>()
            .Where(member => member.OrganizationId == organizationId)
            .OrderByDescending(member => member.Role == OrganizationRole.Owner)
            .ThenByDescending(member => member.Role == OrganizationRole.Admin)
            .ThenBy(member => member.AddedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (heir is null)
        {
            await CloseAsync(organizationId, now, cancellationToken);
        }
        else if (heir.Role != OrganizationRole.Owner)
        {
            heir.Role = OrganizationRole.Owner;
            Log.OrganizationInherited(logger, organizationId, heir.UserId);
        }
    }

    // A name may be a person's.
    private async Task CloseAsync(Guid organizationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.Set<Organization>().Where(organization => organization.Id == organizationId).ExecuteUpdateAsync(
            update => update
                .SetProperty(organization => organization.Name, "")
                .SetProperty(organization => organization.OperatorVerifiedAt, (DateTimeOffset?)null)
                .SetProperty(organization => organization.ClosedAt, now),
            cancellationToken);
        await chores.AddAsync(ChoreKinds.EndVerification, organizationId.ToString(), cancellationToken);
        Log.OrganizationClosed(logger, organizationId);
    }
}
