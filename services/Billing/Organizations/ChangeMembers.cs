using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>POST /organizations/{id}/members, PUT and DELETE …/members/{userId}: owners change everybody, admins change members, anybody leaves.</summary>
internal static class ChangeMembers
{
    private const string MemberPath = "/{id:guid}/members/{userId}";

    public static void MapChangeMembers(this RouteGroupBuilder organizations)
    {
        Describe(organizations.MapPost("/{id:guid}/members", AddAsync), "AddMember", "Adds a user to the organization.")
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        Describe(organizations.MapPut(MemberPath, SetRoleAsync), "ChangeRole", "Gives a member another role; the last owner stays one.");
        Describe(organizations.MapDelete(MemberPath, RemoveAsync), "RemoveMember", "Takes a member out, or leaves; the last owner can't.");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name)
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Created<MemberResponse>, ProblemHttpResult>> AddAsync(
        Guid id, AddMemberRequest request, IdempotencyClaim claim, ClaimsPrincipal caller, Roster roster, CancellationToken cancellationToken)
    {
        var wanted = new NewMember(id, caller.UserId(), request.UserId, request.Role, claim.Id);
        var change = await roster.AddAsync(wanted, cancellationToken);
        return change.Member is { } member
            ? TypedResults.Created($"/api/v1/organizations/{id}/members/{Uri.EscapeDataString(member.UserId)}", MemberResponse.Of(member))
            : OrganizationProblems.Of(change.Refusal!.Value);
    }

    private static async Task<Results<Ok<MemberResponse>, ProblemHttpResult>> SetRoleAsync(
        Guid id,
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string userId,
        ChangeRoleRequest request,
        ClaimsPrincipal caller,
        Roster roster,
        CancellationToken cancellationToken)
    {
        var change = await roster.SetRoleAsync(id, caller.UserId(), userId, request.Role, cancellationToken);
        return change.Member is { } member ? TypedResults.Ok(MemberResponse.Of(member)) : OrganizationProblems.Of(change.Refusal!.Value);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id,
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string userId,
        ClaimsPrincipal caller,
        Roster roster,
        CancellationToken cancellationToken)
    {
        var change = await roster.RemoveAsync(id, caller.UserId(), userId, cancellationToken);
        return change.Refusal is { } refusal ? OrganizationProblems.Of(refusal) : TypedResults.NoContent();
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="UserId">The identity provider's id.</param>
/// <param name="Role">What they may do.</param>
public sealed record AddMemberRequest(
    [property: Required, StringLength(CurrentUser.UserIdLengthMax), PlainText] string UserId,
    OrganizationRole Role = OrganizationRole.Member);

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="Role">What they may do from now on.</param>
public sealed record ChangeRoleRequest([property: Required] OrganizationRole Role);
