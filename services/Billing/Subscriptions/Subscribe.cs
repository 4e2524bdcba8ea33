using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Checkout;
using Billing.Customers;
using Billing.Organizations;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>POST /subscribe: the monthly plan through Stripe's hosted page, at the caller's price.</summary>
internal static class Subscribe
{
    public static void MapSubscribe(this RouteGroupBuilder group) =>
        group.MapPost("/subscribe", HandleAsync)
            .WithName(nameof(Subscribe))
            .WithSummary("Opens Stripe's page for the monthly plan; a second request gets the same page as long as it is open.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<SubscribeResponse>, ProblemHttpResult>> HandleAsync(
        SubscribeRequest request,
        ClaimsPrincipal user,
        Plan plan,
        VerifiedOrganizations organizations,
        ReturnUrls returnUrls,
        SubscriptionCheckoutStarter starter,
        CancellationToken cancellationToken)
    {
        if (returnUrls.Refuse(request.SuccessUrl, request.CancelUrl) is { } refusal)
        {
            return refusal;
        }
        var price = plan.PriceFor(await organizations.FindMembershipAsync(user.UserId(), cancellationToken));
        var order = new SubscriptionOrder(Payer.Of(user), price.PriceId, request.SuccessUrl, request.CancelUrl);
        var session = await starter.StartAsync(order, cancellationToken);
        return session is null
            ? Problems.Of(StatusCodes.Status409Conflict, ErrorCodes.AlreadySubscribed, "There is a subscription already.")
            : TypedResults.Ok(new SubscribeResponse(session.Url, session.Id));
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="SuccessUrl">Where the browser goes once subscribed; on a configured origin.</param>
/// <param name="CancelUrl">Where it goes otherwise; on a configured origin.</param>
public sealed record SubscribeRequest(
    [property: Required, StringLength(ReturnUrls.LengthMax)] string SuccessUrl,
    [property: Required, StringLength(ReturnUrls.LengthMax)] string CancelUrl);

/// <param name="CheckoutUrl">Stripe's page, open for a day.</param>
/// <param name="SessionId">Stripe's <c>cs_…</c>.</param>
internal sealed record SubscribeResponse(string CheckoutUrl, string SessionId);
