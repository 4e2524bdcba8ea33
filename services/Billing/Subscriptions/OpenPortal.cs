using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Checkout;
using Billing.Customers;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;

namespace Billing.Subscriptions;

/// <summary>POST /subscription/portal: Stripe's own page for cards, invoices and the end of a subscription.</summary>
internal static class OpenPortal
{
    public static void MapOpenPortal(this RouteGroupBuilder group) =>
        group.MapPost("/subscription/portal", HandleAsync)
            .WithName(nameof(OpenPortal))
            .WithSummary("Opens Stripe's customer portal for who has or had a subscription.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<PortalResponse>, ProblemHttpResult>> HandleAsync(
        PortalRequest request,
        IdempotencyClaim claim,
        ClaimsPrincipal user,
        ReturnUrls returnUrls,
        SubscriptionPortal portal,
        CancellationToken cancellationToken)
    {
        if (returnUrls.Refuse(request.ReturnUrl) is { } refusal)
        {
            return refusal;
        }
        return await portal.OpenAsync(Payer.Of(user), request.ReturnUrl, claim.Id, cancellationToken) is { } url
            ? TypedResults.Ok(new PortalResponse(url))
            : EndAndResumeSubscription.NotSubscribed();
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="ReturnUrl">Where the browser goes from the portal; on a configured origin.</param>
public sealed record PortalRequest([property: Required, StringLength(ReturnUrls.LengthMax)] string ReturnUrl);

/// <param name="PortalUrl">Stripe's page; it may be opened for a few minutes.</param>
internal sealed record PortalResponse(string PortalUrl);
