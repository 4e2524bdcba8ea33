using System.ComponentModel.DataAnnotations;
using Credits.Administration;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Credits.Refunds;

/// <summary>GET /admin/credits/shortfalls: refunded credits that were already spent, and are not made up for.</summary>
internal static class ListShortfalls
{
    public static void MapListShortfalls(this RouteGroupBuilder group) =>
        group.MapGet("/shortfalls", HandleAsync)
            .WithName(nameof(ListShortfalls))
            .WithSummary("Refunded credits that were already spent, by payment: recorded, or owed as a debt")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<Page<ShortfallResponse>>> HandleAsync(
        [AsParameters] PageQuery query,
        [FromQuery, StringLength(CurrentUser.UserIdLengthMax), PlainText] string? userId,
        CreditsDbContext database,
        CancellationToken cancellationToken)
    {
        // In the order of the payments' ids: a shortfall has no time of its own, and changes until it is made up for.
        var rows = await database.Clawbacks.AsNoTracking()
            .Where(clawback => clawback.Taken < clawback.Target)
            .Where(clawback => userId == null || clawback.UserId == userId)
            .Where(clawback => query.Cursor == null || string.Compare(clawback.PaymentIntentId, query.Cursor) > 0)
            .OrderBy(clawback => clawback.PaymentIntentId)
            .Take(query.Limit + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<ShortfallResponse>.Of(rows, query.Limit, ShortfallResponse.Of, row => row.PaymentIntentId));
    }
}

/// <param name="TargetCredits">What the payment's refunds and lost disputes ask for in all.</param>
/// <param name="TakenCredits">What could be taken so far.</param>
/// <param name="IsDebt">True when the user's next purchase repays it; false when it is only recorded.</param>
internal sealed record ShortfallResponse(
    string PaymentIntentId, string UserId, Guid? PurchaseId, long TargetCredits, long TakenCredits, long ShortfallCredits, bool IsDebt)
{
    public static ShortfallResponse Of(Clawback clawback) => new(
        clawback.PaymentIntentId, clawback.UserId, clawback.PurchaseId, clawback.Target, clawback.Taken, clawback.Shortfall, clawback.IsDebt);
}
