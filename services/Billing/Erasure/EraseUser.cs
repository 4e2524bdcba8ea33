using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Erasure;

/// <summary>DELETE /admin/users/{id}: removes a user's personal data; GET …/erasure says how far it is. What was booked stays provable.</summary>
internal static class EraseUser
{
    public static void MapEraseUser(this RouteGroupBuilder users)
    {
        users.MapDelete("/{id}", EraseAsync)
            .WithName(nameof(EraseUser))
            .WithSummary("Erases a user for good: ends the subscription at once, deletes the customer at Stripe, leaves organizations.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        users.MapGet("/{id}/erasure", GetAsync)
            .WithName("GetErasure")
            .WithSummary("How far a user's erasure is.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Accepted<ErasureResponse>> EraseAsync(
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string id,
        ClaimsPrincipal caller,
        ErasureRequests erasures,
        CancellationToken cancellationToken)
    {
        var erasure = await erasures.RequestAsync(id, caller.UserId(), cancellationToken);
        return TypedResults.Accepted($"/api/v1/admin/users/{Uri.EscapeDataString(id)}/erasure", ErasureResponse.Of(erasure));
    }

    private static async Task<Results<Ok<ErasureResponse>, ProblemHttpResult>> GetAsync(
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string id, ErasureRequests erasures, CancellationToken cancellationToken) =>
        await erasures.FindAsync(id, cancellationToken) is { } erasure
            ? TypedResults.Ok(ErasureResponse.Of(erasure))
            : Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.ErasureNotFound, "Nobody had this user erased.");
}

/// <param name="UserId">The identity provider's id, which is all that remains.</param>
/// <param name="RequestedBy">The operator.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="CompletedAt">When Stripe had done its part (UTC); null until then.</param>
internal sealed record ErasureResponse(string UserId, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt)
{
    public static ErasureResponse Of(UserErasure erasure) =>
        new(erasure.UserId, erasure.RequestedBy, erasure.RequestedAt, erasure.CompletedAt);
}

internal static class ErasureSetup
{
    public static void AddErasure(this IServiceCollection services)
    {
        services.AddScoped<ErasedUsers>();
        services.AddScoped<ErasureRequests>();
        services.AddScoped<EventBodies>();
        services.AddKeyedScoped<Chores.IChoreHandler, ErasureAtStripe>(Chores.ChoreKinds.Erasure);
        services.AddExceptionHandler<UserErasedHandler>();
    }
}
