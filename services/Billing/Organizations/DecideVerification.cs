using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>POST /admin/organizations/{id}/verify and /withdraw: an operator's word beside the subscription's.</summary>
/// <remarks>Withdrawing takes back the operator's own word. A subscription that is paid goes on to verify until it is ended.</remarks>
internal static class DecideVerification
{
    public static void MapDecideVerification(this RouteGroupBuilder organizations)
    {
        Map(organizations, "/{id:guid}/verify", "VerifyOrganization", "Verifies an organization by an operator's word.", VerificationDecision.Verified);
        Map(organizations, "/{id:guid}/withdraw", "WithdrawVerification", "Takes an operator's word back; a paid subscription still verifies.",
            VerificationDecision.Withdrawn);
    }

    private static void Map(RouteGroupBuilder organizations, string path, string name, string summary, string kind) =>
        organizations.MapPost(path, (
                Guid id, VerificationRequest request, ClaimsPrincipal caller, OperatorVerification verification, OperatorsView view,
                CancellationToken cancellationToken) =>
            HandleAsync(id, kind, request, caller, verification, view, cancellationToken))
            .WithName(name)
            .WithSummary(summary)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<OrganizationForOperators>, ProblemHttpResult>> HandleAsync(
        Guid id,
        string kind,
        VerificationRequest request,
        ClaimsPrincipal caller,
        OperatorVerification verification,
        OperatorsView view,
        CancellationToken cancellationToken) =>
        await verification.DecideAsync(id, kind, request.Reason, caller.UserId(), cancellationToken)
            ? TypedResults.Ok((await view.FindAsync(id, cancellationToken))!)
            : OrganizationProblems.Of(OrganizationRefusal.NotFound);
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="Reason">For whoever looks at it later.</param>
public sealed record VerificationRequest(
    [property: Required, StringLength(VerificationDecision.ReasonLengthMax, MinimumLength = 3), PlainText] string Reason);
