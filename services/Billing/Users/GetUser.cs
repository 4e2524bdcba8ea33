using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Erasure;
using Billing.Organizations;
using Billing.Purchases;
using Billing.StripeEvents;
using Billing.Subscriptions;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Users;

/// <summary>GET /admin/users/{id} and …/purchases: all that is known here of one user; their credits are the ledger's to tell. It is noted who looked.</summary>
internal static class GetUser
{
    public static void MapGetUser(this RouteGroupBuilder users)
    {
        users.MapGet("/{id}", HandleAsync)
            .WithName(nameof(GetUser))
            .WithSummary("One user's customer, subscriptions, organizations, latest purchases and latest Stripe events.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        users.MapGet("/{id}/purchases", ListPurchasesAsync)
            .WithName("ListPurchasesOfUser")
            .WithSummary("One user's purchases, the newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> HandleAsync(
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string id,
        ClaimsPrincipal caller,
        UserStory story,
        ILogger<UserResponse> logger,
        CancellationToken cancellationToken)
    {
        if (await story.ReadAsync(id, cancellationToken) is not { } found)
        {
            return Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.UserNotFound, "Nothing is known of this user here.");
        }
        Log.UserRead(logger, id, caller.UserId());
        return TypedResults.Ok(found);
    }

    private static async Task<Ok<PurchasesResponse>> ListPurchasesAsync(
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string id,
        ClaimsPrincipal caller,
        PurchaseList purchases,
        ILogger<UserResponse> logger,
        CancellationToken cancellationToken,
        [Range(1, Paging.LimitMax)] int limit = Paging.LimitDefault,
        [Range(0, Paging.OffsetMax)] int offset = 0)
    {
        Log.UserRead(logger, id, caller.UserId());
        return TypedResults.Ok(await purchases.ReadAsync(id, limit, offset, cancellationToken));
    }
}

/// <summary>A user as an operator sees them.</summary>
/// <param name="UserId">The identity provider's.</param>
/// <param name="Customer">Who they are at Stripe; null before they began to pay.</param>
/// <param name="Erasure">That their personal data is erased or about to be; else null.</param>
/// <param name="Subscriptions">The one that is not over first, then the newest.</param>
/// <param name="Organizations">Those they belong to.</param>
/// <param name="Purchases">The first page of them.</param>
/// <param name="Events">What Stripe said of them, the last received first; more of it: <c>/admin/stripe-events?userId=</c>.</param>
internal sealed record UserResponse(
    string UserId,
    CustomerOfUser? Customer,
    ErasureResponse? Erasure,
    IReadOnlyList<SubscriptionOfUser> Subscriptions,
    IReadOnlyList<OrganizationResponse> Organizations,
    PurchasesResponse Purchases,
    IReadOnlyList<StripeEventResponse> Events);

/// <param name="StripeCustomerId">Stripe's <c>cus_…</c>.</param>
/// <param name="CreatedAt">When their first customer was made (UTC).</param>
/// <param name="DeletedAt">When Stripe said that it was deleted (UTC); their next request makes another.</param>
internal sealed record CustomerOfUser(string StripeCustomerId, DateTimeOffset CreatedAt, DateTimeOffset? DeletedAt);

/// <param name="SubscriptionId">Stripe's <c>sub_…</c>.</param>
/// <param name="Subscription">As the user sees it.</param>
/// <param name="CreatedAt">When Stripe made it (UTC).</param>
/// <param name="EndedAt">When it was over (UTC).</param>
internal sealed record SubscriptionOfUser(
    string SubscriptionId, SubscriptionResponse Subscription, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);
