using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>GET /organizations and /organizations/{id}: those that the caller belongs to.</summary>
internal static class ReadOrganizations
{
    public static void MapReadOrganizations(this RouteGroupBuilder organizations)
    {
        organizations.MapGet("", ListAsync)
            .WithName("ListOrganizations")
            .WithSummary("The organizations that the caller belongs to, the newest membership first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        organizations.MapGet("/{id:guid}", GetAsync)
            .WithName("GetOrganization")
            .WithSummary("One organization that the caller belongs to.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<OrganizationsResponse>> ListAsync(
        ClaimsPrincipal user,
        OrganizationReader reader,
        CancellationToken cancellationToken,
        [Range(1, Paging.LimitMax)] int limit = Paging.LimitDefault,
        [Range(0, Paging.OffsetMax)] int offset = 0)
    {
        var own = reader.Of(user.UserId());
        var total = await own.CountAsync(cancellationToken);
        var found = await own.Skip(offset).Take(limit).ToListAsync(cancellationToken);
        return TypedResults.Ok(new OrganizationsResponse(found, total, limit, offset));
    }

    private static async Task<Results<Ok<OrganizationResponse>, ProblemHttpResult>> GetAsync(
        Guid id, ClaimsPrincipal user, OrganizationReader reader, CancellationToken cancellationToken) =>
        await reader.Of(user.UserId(), id).SingleOrDefaultAsync(cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : OrganizationProblems.Of(OrganizationRefusal.NotFound);
}

internal sealed record OrganizationsResponse(IReadOnlyList<OrganizationResponse> Organizations, int Total, int Limit, int Offset);
