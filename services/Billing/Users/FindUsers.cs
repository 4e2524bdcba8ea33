using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ServiceDefaults;

namespace Billing.Users;

/// <summary>GET /admin/users: who ever began to pay, found by what an operator has in hand.</summary>
internal static class FindUsers
{
    public static void MapFindUsers(this RouteGroupBuilder users) =>
        users.MapGet("", HandleAsync)
            .WithName(nameof(FindUsers))
            .WithSummary("Users with a customer at Stripe, by the beginning of their id, an e-mail address, or a whole id of Stripe's or of a purchase.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<UsersResponse>> HandleAsync(
        UserSearch search,
        CancellationToken cancellationToken,
        [FromQuery(Name = "search"), StringLength(UserSearch.TextLengthMax, MinimumLength = 1), PlainText] string? text = null,
        [FromQuery, StringLength(CurrentUser.UserIdLengthMax), PlainText] string? cursor = null,
        [Range(1, Paging.LimitMax)] int limit = Paging.LimitDefault)
    {
        var rows = await search.FindAsync(text, cursor, limit + 1, cancellationToken);
        var shown = rows.Take(limit).ToList();
        return TypedResults.Ok(new UsersResponse(shown, rows.Count > limit ? shown[^1].UserId : null));
    }
}

/// <param name="Users">In the order of their ids.</param>
/// <param name="NextCursor">Where the next part starts; null at the end.</param>
internal sealed record UsersResponse(IReadOnlyList<UserListed> Users, string? NextCursor);

/// <param name="UserId">The identity provider's.</param>
/// <param name="StripeCustomerId">Stripe's <c>cus_…</c>.</param>
/// <param name="Purchases">How many were begun.</param>
/// <param name="SubscriptionStatus">Stripe's word for the last one; <c>none</c> when there never was one.</param>
/// <param name="CreatedAt">When the customer was made (UTC).</param>
internal sealed record UserListed(string UserId, string StripeCustomerId, int Purchases, string SubscriptionStatus, DateTimeOffset CreatedAt);
