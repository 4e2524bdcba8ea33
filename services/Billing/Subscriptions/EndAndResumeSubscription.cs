using System.Security.Claims;
using Billing.Customers;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>POST /subscription/cancel and /resume: it ends with its period, and back. Said twice is as good as once.</summary>
internal static class EndAndResumeSubscription
{
    public static void MapEndAndResumeSubscription(this RouteGroupBuilder group)
    {
        Map(group, "/subscription/cancel", "CancelSubscription", "Ends the subscription with its period; what is paid for stays.", isToRenew: false);
        Map(group, "/subscription/resume", "ResumeSubscription", "Lets a subscription that was to end renew again.", isToRenew: true);
    }

    private static void Map(RouteGroupBuilder group, string path, string name, string summary, bool isToRenew) =>
        group.MapPost(path, (
                IdempotencyClaim claim, ClaimsPrincipal user, SubscriptionRenewal renewal, Plan plan, CancellationToken cancellationToken) =>
                HandleAsync(isToRenew, claim, user, renewal, plan, cancellationToken))
            .WithName(name)
            .WithSummary(summary)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> HandleAsync(
        bool isToRenew,
        IdempotencyClaim claim,
        ClaimsPrincipal user,
        SubscriptionRenewal renewal,
        Plan plan,
        CancellationToken cancellationToken) =>
        await renewal.SetAsync(Payer.Of(user), isToRenew, claim.Id, cancellationToken) is { } subscription
            ? TypedResults.Ok(SubscriptionResponse.Of(subscription, plan))
            : NotSubscribed();

    public static ProblemHttpResult NotSubscribed() => Problems.Of(
        StatusCodes.Status404NotFound, ErrorCodes.SubscriptionNotFound, "There is no subscription, or it is over.");
}
