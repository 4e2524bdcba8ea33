using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>GET /admin/organizations and /admin/organizations/{id}: for an operator who decides about one.</summary>
internal static class FindOrganizations
{
    public static void MapFindOrganizations(this RouteGroupBuilder organizations)
    {
        organizations.MapGet("", ListAsync)
            .WithName(nameof(FindOrganizations))
            .WithSummary("All organizations, or those with a part of a name; the newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        organizations.MapGet("/{id:guid}", GetAsync)
            .WithName("GetOrganizationForOperators")
            .WithSummary("One organization, what verifies it, and what operators decided.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<OrganizationsListed>> ListAsync(
        OperatorsView view,
        CancellationToken cancellationToken,
        [FromQuery, StringLength(Organization.NameLengthMax), PlainText] string? name = null,
        [Range(1, Paging.LimitMax)] int limit = Paging.LimitDefault,
        [Range(0, Paging.OffsetMax)] int offset = 0) =>
        TypedResults.Ok(new OrganizationsListed(await view.ListAsync(name, limit, offset, cancellationToken), limit, offset));

    private static async Task<Results<Ok<OrganizationForOperators>, ProblemHttpResult>> GetAsync(
        Guid id, OperatorsView view, CancellationToken cancellationToken) =>
        await view.FindAsync(id, cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : OrganizationProblems.Of(OrganizationRefusal.NotFound);
}

internal sealed record OrganizationsListed(IReadOnlyList<OrganizationListed> Organizations, int Limit, int Offset);
