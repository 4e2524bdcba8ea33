using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Checkout;
using Billing.StripeApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Reliability.IdempotencyKeys;
using ServiceDefaults;
using Stripe.BillingPortal;

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
        SubscriptionMirror mirror,
        StripeCaller stripe,
        IOptions<PlanSettings> settings,
        CancellationToken cancellationToken)
    {
        if (returnUrls.Refuse(request.ReturnUrl) is { } refusal)
        {
            return refusal;
        }
        if (await mirror.FindAsync(user.UserId(), cancellationToken) is not { } subscription)
        {
            return EndAndResumeSubscription.NotSubscribed();
        }
        var options = new SessionCreateOptions
        {
            Customer = subscription.StripeCustomerId,
            ReturnUrl = request.ReturnUrl,
            Configuration = settings.Value.PortalConfigurationId is { Length: > 0 } configuration ? configuration : null,
        };
        var once = StripeCaller.Once($"portal:{claim.Id ?? Guid.CreateVersion7():N}");
        var session = await stripe.CallAsync(
            (api, token) => api.BillingPortal.Sessions.CreateAsync(options, once, token), cancellationToken);
        return TypedResults.Ok(new PortalResponse(session.Url));
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="ReturnUrl">Where the browser goes from the portal; on a configured origin.</param>
public sealed record PortalRequest([property: Required, StringLength(ReturnUrls.LengthMax)] string ReturnUrl);

/// <param name="PortalUrl">Stripe's page; it may be opened for a few minutes.</param>
internal sealed record PortalResponse(string PortalUrl);
