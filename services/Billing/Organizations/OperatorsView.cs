using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Reliability.Storage;

namespace Billing.Organizations;

/// <summary>Organizations as an operator sees them.</summary>
internal sealed class OperatorsView(BillingDbContext database, VerifiedOrganizations verified)
{
    private const int DecisionsMax = 50;

    /// <summary>The newest first, by a part of the name.</summary>
    public Task<List<OrganizationListed>> ListAsync(string? name, int limit, int offset, CancellationToken cancellationToken)
    {
        var pattern = LikePattern.Containing(name ?? "");
        var all = verified.All;
        var members = database.Set<OrganizationMember>();
        return Open
            .Where(organization => name == null || EF.Functions.ILike(organization.Name, pattern, LikePattern.Escape))
            .OrderByDescending(organization => organization.CreatedAt)
            .ThenByDescending(organization => organization.Id)
            .Skip(offset)
            .Take(limit)
            .Select(organization => new OrganizationListed(
                organization.Id,
                organization.Name,
                all.Any(found => found.Id == organization.Id),
                members.Count(member => member.OrganizationId == organization.Id),
                organization.CreatedAt))
            .ToListAsync(cancellationToken);
    }

    public async Task<OrganizationForOperators?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Open.AsNoTracking().SingleOrDefaultAsync(organization => organization.Id == id, cancellationToken) is not { } found)
        {
            return null;
        }
        var isBySubscription = await verified.IsPayingAsync(id, cancellationToken);
        var decisions = await database.Set<VerificationDecision>()
            .Where(decision => decision.OrganizationId == id)
            .OrderByDescending(decision => decision.DecidedAt)
            .ThenByDescending(decision => decision.Id)
            .Take(DecisionsMax)
            .Select(decision => new DecisionResponse(decision.Kind, decision.OperatorId, decision.Reason, decision.DecidedAt))
            .ToListAsync(cancellationToken);
        var isByOperator = found.OperatorVerifiedAt is not null;
        return new OrganizationForOperators(
            id, found.Name, found.CreatedBy, found.CreatedAt, isByOperator || isBySubscription, isByOperator, isBySubscription, decisions);
    }

    private IQueryable<Organization> Open => database.Set<Organization>().Where(organization => organization.ClosedAt == null);
}

/// <param name="Id">Ours.</param>
/// <param name="Name">For people.</param>
/// <param name="IsVerified">Whether its members get the member price.</param>
/// <param name="Members">How many.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record OrganizationListed(Guid Id, string Name, bool IsVerified, int Members, DateTimeOffset CreatedAt);

/// <param name="Id">Ours.</param>
/// <param name="Name">For people.</param>
/// <param name="CreatedBy">The user who made it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="IsVerified">Whether its members get the member price.</param>
/// <param name="IsByOperator">By an operator's word.</param>
/// <param name="IsBySubscription">By its subscription.</param>
/// <param name="Decisions">What operators decided, the last first.</param>
internal sealed record OrganizationForOperators(
    Guid Id,
    string Name,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    bool IsVerified,
    bool IsByOperator,
    bool IsBySubscription,
    IReadOnlyList<DecisionResponse> Decisions);

/// <param name="Kind"><c>verified</c> or <c>withdrawn</c>.</param>
/// <param name="OperatorId">Who decided.</param>
/// <param name="Reason">Why.</param>
/// <param name="DecidedAt">UTC.</param>
internal sealed record DecisionResponse(string Kind, string OperatorId, string Reason, DateTimeOffset DecidedAt);
