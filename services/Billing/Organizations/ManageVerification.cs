using System.Security.Claims;
using Billing.Checkout;
using Billing.Customers;
using Billing.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>POST /organizations/{id}/verification/cancel, /resume and /portal: what a user may with their plan, an owner may with this.</summary>
internal static class ManageVerification
{
    public static void MapManageVerification(this RouteGroupBuilder verification)
    {
        MapRenewal(verification, "/cancel", "CancelVerification", "Ends the organization's subscription with its period.", isToRenew: false);
        MapRenewal(verification, "/resume", "ResumeVerification", "Lets a subscription that was to end renew again.", isToRenew: true);
        Describe(verification.MapPost("/portal", OpenPortalAsync), "OpenVerificationPortal", "Opens Stripe's customer portal for the organization.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static void MapRenewal(RouteGroupBuilder verification, string path, string name, string summary, bool isToRenew) => Describe(
        verification.MapPost(path, (
                Guid id, IdempotencyClaim claim, ClaimsPrincipal user, OrganizationReader organizations, SubscriptionRenewal renewal,
                CancellationToken cancellationToken) =>
            SetRenewalAsync(id, isToRenew, claim, user, organizations, renewal, cancellationToken)),
        name,
        summary);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name)
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<VerificationSubscriptionResponse>, ProblemHttpResult>> SetRenewalAsync(
        Guid id,
        bool isToRenew,
        IdempotencyClaim claim,
        ClaimsPrincipal user,
        OrganizationReader organizations,
        SubscriptionRenewal renewal,
        CancellationToken cancellationToken)
    {
        if (await organizations.RefuseAsync(id, user.UserId(), OrganizationRole.Owner, cancellationToken) is { } refusal)
        {
            return OrganizationProblems.Of(refusal);
        }
        return await renewal.SetAsync(Payer.OfOrganization(id, user), isToRenew, claim.Id, cancellationToken) is { } subscription
            ? TypedResults.Ok(VerificationSubscriptionResponse.Of(subscription))
            : EndAndResumeSubscription.NotSubscribed();
    }

    private static async Task<Results<Ok<PortalResponse>, ProblemHttpResult>> OpenPortalAsync(
        Guid id,
        PortalRequest request,
        IdempotencyClaim claim,
        ClaimsPrincipal user,
        OrganizationReader organizations,
        ReturnUrls returnUrls,
        SubscriptionPortal portal,
        CancellationToken cancellationToken)
    {
        if (await organizations.RefuseAsync(id, user.UserId(), OrganizationRole.Owner, cancellationToken) is { } refusal)
        {
            return OrganizationProblems.Of(refusal);
        }
        if (returnUrls.Refuse(request.ReturnUrl) is { } notAllowed)
        {
            return notAllowed;
        }
        return await portal.OpenAsync(Payer.OfOrganization(id, user), request.ReturnUrl, claim.Id, cancellationToken) is { } url
            ? TypedResults.Ok(new PortalResponse(url))
            : EndAndResumeSubscription.NotSubscribed();
    }
}
