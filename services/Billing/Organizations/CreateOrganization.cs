using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>POST /organizations: a new organization, whose owner the caller is.</summary>
internal static class CreateOrganization
{
    public static void MapCreateOrganization(this RouteGroupBuilder organizations) =>
        organizations.MapPost("", HandleAsync)
            .WithName(nameof(CreateOrganization))
            .WithSummary("Makes an organization. Repeatable under an Idempotency-Key.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Created<OrganizationResponse>, ProblemHttpResult>> HandleAsync(
        CreateOrganizationRequest request,
        IdempotencyClaim claim,
        ClaimsPrincipal user,
        OrganizationFounding founding,
        CancellationToken cancellationToken)
    {
        var made = await founding.CreateAsync(user.UserId(), request.Name.Trim(), claim.Id, cancellationToken);
        return made is null
            ? Problems.Of(StatusCodes.Status409Conflict, ErrorCodes.OrganizationsTooMany, "You own as many organizations as one user may.")
            : TypedResults.Created(
                $"/api/v1/organizations/{made.Id}",
                new OrganizationResponse(made.Id, made.Name, OrganizationRole.Owner, IsVerified: false, made.CreatedAt));
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="Name">For people; need not be unique.</param>
public sealed record CreateOrganizationRequest(
    [property: Required, StringLength(Organization.NameLengthMax), PlainText] string Name);
