using System.Security.Claims;
using Billing.Checkout;
using Billing.Customers;
using Billing.Subscriptions;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>POST /organizations/{id}/verification: the organization's subscription through Stripe's hosted page.</summary>
internal static class StartVerification
{
    public static void MapStartVerification(this RouteGroupBuilder verification) =>
        verification.MapPost("", HandleAsync)
            .WithName(nameof(StartVerification))
            .WithSummary("Opens Stripe's page for the organization's verification; for owners. A second request gets the same page.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<SubscribeResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        SubscribeRequest request,
        ClaimsPrincipal user,
        OrganizationReader organizations,
        IOptions<VerificationSettings> settings,
        ReturnUrls returnUrls,
        SubscriptionCheckoutStarter starter,
        CancellationToken cancellationToken)
    {
        if (await organizations.RefuseAsync(id, user.UserId(), OrganizationRole.Owner, cancellationToken) is { } refusal)
        {
            return OrganizationProblems.Of(refusal);
        }
        if (returnUrls.Refuse(request.SuccessUrl, request.CancelUrl) is { } notAllowed)
        {
            return notAllowed;
        }
        if (settings.Value.PriceId is not { Length: > 0 } priceId)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict, ErrorCodes.VerificationNotOffered, "Verification is not for sale here: ask an operator.");
        }
        var order = new SubscriptionOrder(Payer.OfOrganization(id, user), priceId, request.SuccessUrl, request.CancelUrl);
        var session = await starter.StartAsync(order, cancellationToken);
        return session is null
            ? Problems.Of(StatusCodes.Status409Conflict, ErrorCodes.AlreadySubscribed, "The organization has a subscription already.")
            : TypedResults.Ok(new SubscribeResponse(session.Url, session.Id));
    }
}
