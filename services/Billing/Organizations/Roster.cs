using Billing.Erasure;
using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Billing.Organizations;

/// <summary>Who belongs to an organization: added, given another role, taken out.</summary>
/// <remarks>
/// Under the organization's lock, with the actor's own role read after it: of two owners who demote each other, one is an owner no more
/// when their turn comes. The database refuses an organization without an owner as well (<c>OrganizationRules.sql</c>).
/// </remarks>
internal sealed class Roster(
    BillingDbContext database,
    UnitOfWork unitOfWork,
    ErasedUsers erased,
    TimeProvider time,
    IOptions<OrganizationOptions> options,
    ILogger<Roster> logger)
{
    private IQueryable<OrganizationMember> Members => database.Set<OrganizationMember>();

    public Task<RosterChange> AddAsync(NewMember wanted, CancellationToken cancellationToken) => ChangeAsync(
        wanted.OrganizationId, wanted.ActorId, (actor, token) => AddAsync(wanted, actor.Role, token), cancellationToken, wanted.UserId);

    public Task<RosterChange> SetRoleAsync(
        Guid organizationId, string actorId, string userId, OrganizationRole role, CancellationToken cancellationToken) => ChangeAsync(
        organizationId,
        actorId,
        async (actor, token) =>
        {
            if (await FindAsync(organizationId, userId, token) is not { } member)
            {
                return new(OrganizationRefusal.MemberNotFound);
            }
            var isOwnStepDown = userId == actorId && role <= member.Role;
            if (!isOwnStepDown && !(OrganizationMember.MayChange(actor.Role, member.Role) && OrganizationMember.MayChange(actor.Role, role)))
            {
                return new(OrganizationRefusal.RoleInsufficient);
            }
            if (role != OrganizationRole.Owner && await IsLastOwnerAsync(member, token))
            {
                return new(OrganizationRefusal.LastOwner);
            }
            member.Role = role;
            Log.MembershipChanged(logger, actorId, userId, OrganizationRoleNames.NameOf(role), organizationId);
            return new(member);
        },
        cancellationToken);

    public Task<RosterChange> RemoveAsync(Guid organizationId, string actorId, string userId, CancellationToken cancellationToken) => ChangeAsync(
        organizationId,
        actorId,
        async (actor, token) =>
        {
            if (await FindAsync(organizationId, userId, token) is not { } member)
            {
                return new(OrganizationRefusal.MemberNotFound);
            }
            if (userId != actorId && !OrganizationMember.MayChange(actor.Role, member.Role))
            {
                return new(OrganizationRefusal.RoleInsufficient);
            }
            if (await IsLastOwnerAsync(member, token))
            {
                return new(OrganizationRefusal.LastOwner);
            }
            database.Remove(member);
            Log.MembershipEnded(logger, actorId, userId, organizationId);
            return new(member);
        },
        cancellationToken);

    private async Task<RosterChange> AddAsync(NewMember wanted, OrganizationRole actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(wanted.OrganizationId, wanted.UserId, cancellationToken) is { } known)
        {
            return wanted.ClaimId is not null && known.IdempotencyClaimId == wanted.ClaimId ? new(known) : new(OrganizationRefusal.AlreadyMember);
        }
        if (!OrganizationMember.MayChange(actor, wanted.Role))
        {
            return new(OrganizationRefusal.RoleInsufficient);
        }
        if (await erased.IsErasedAsync(wanted.UserId, cancellationToken))
        {
            return new(OrganizationRefusal.UserErased);
        }
        if (await Members.CountAsync(member => member.OrganizationId == wanted.OrganizationId, cancellationToken) >= options.Value.MembersMax)
        {
            return new(OrganizationRefusal.Full);
        }
        var added = new OrganizationMember
        {
            OrganizationId = wanted.OrganizationId,
            UserId = wanted.UserId,
            Role = wanted.Role,
            AddedBy = wanted.ActorId,
            AddedAt = time.GetUtcNow(),
            IdempotencyClaimId = wanted.ClaimId,
        };
        database.Add(added);
        Log.MembershipChanged(logger, wanted.ActorId, wanted.UserId, OrganizationRoleNames.NameOf(wanted.Role), wanted.OrganizationId);
        return new(added);
    }

    private Task<RosterChange> ChangeAsync(
        Guid organizationId,
        string actorId,
        Func<OrganizationMember, CancellationToken, Task<RosterChange>> change,
        CancellationToken cancellationToken,
        string? newcomer = null) => unitOfWork.CommitAsync(
        async token =>
        {
            if (newcomer is not null)
            {
                // Before the organization, as an erasure does it.
                await erased.LockAsync(newcomer, token);
            }
            await database.Database.ExecuteSqlAsync($"SELECT id FROM organizations WHERE id = {organizationId} FOR UPDATE", token);
            return await FindAsync(organizationId, actorId, token) is { } actor
                ? await change(actor, token)
                : new(OrganizationRefusal.NotFound);
        },
        cancellationToken);

    private Task<OrganizationMember?> FindAsync(Guid organizationId, string userId, CancellationToken cancellationToken) =>
        Members.SingleOrDefaultAsync(member => member.OrganizationId == organizationId && member.UserId == userId, cancellationToken);

    private async Task<bool> IsLastOwnerAsync(OrganizationMember member, CancellationToken cancellationToken) =>
        member.Role == OrganizationRole.Owner
        && !await Members.AnyAsync(
            other => other.OrganizationId == member.OrganizationId && other.UserId != member.UserId && other.Role == OrganizationRole.Owner,
            cancellationToken);
}

/// <summary>Who is to be added, by whom.</summary>
internal sealed record NewMember(Guid OrganizationId, string ActorId, string UserId, OrganizationRole Role, Guid? ClaimId);

/// <summary>The member as they are or were, or why nothing changed.</summary>
internal sealed record RosterChange(OrganizationMember? Member, OrganizationRefusal? Refusal)
{
    public RosterChange(OrganizationMember member) : this(member, null)
    {
    }

    public RosterChange(OrganizationRefusal refusal) : this(null, refusal)
    {
    }
}
