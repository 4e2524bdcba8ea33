using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>GET /organizations/{id}/members: who belongs to it, for those who do.</summary>
internal static class ListMembers
{
    public static void MapListMembers(this RouteGroupBuilder organizations) =>
        organizations.MapGet("/{id:guid}/members", HandleAsync)
            .WithName(nameof(ListMembers))
            .WithSummary("The organization's members, in the order in which they came.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<MembersResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ClaimsPrincipal user,
        BillingDbContext database,
        CancellationToken cancellationToken,
        [Range(1, Paging.LimitMax)] int limit = Paging.LimitDefault,
        [Range(0, Paging.OffsetMax)] int offset = 0)
    {
        var userId = user.UserId();
        var all = database.Set<OrganizationMember>();
        var members = all.Where(member => member.OrganizationId == id
            && all.Any(caller => caller.OrganizationId == id && caller.UserId == userId));
        var total = await members.CountAsync(cancellationToken);
        var found = await members
            .OrderBy(member => member.AddedAt)
            .ThenBy(member => member.UserId)
            .Skip(offset)
            .Take(limit)
            .Select(member => new MemberResponse(member.UserId, member.Role, member.AddedAt))
            .ToListAsync(cancellationToken);
        // Whoever belongs to it is a member themselves.
        return total == 0
            ? OrganizationProblems.Of(OrganizationRefusal.NotFound)
            : TypedResults.Ok(new MembersResponse(found, total, limit, offset));
    }
}

/// <param name="UserId">The identity provider's id.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>.</param>
/// <param name="AddedAt">UTC.</param>
internal sealed record MemberResponse(string UserId, OrganizationRole Role, DateTimeOffset AddedAt)
{
    public static MemberResponse Of(OrganizationMember member) => new(member.UserId, member.Role, member.AddedAt);
}

internal sealed record MembersResponse(IReadOnlyList<MemberResponse> Members, int Total, int Limit, int Offset);
