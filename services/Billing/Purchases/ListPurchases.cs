using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.Purchases;

/// <summary>GET /credits/purchases: the caller's own, the newest first.</summary>
internal static class ListPurchases
{
    public static void MapListPurchases(this RouteGroupBuilder credits) =>
        credits.MapGet("/purchases", HandleAsync)
            .WithName(nameof(ListPurchases))
            .WithSummary("The caller's purchases, the newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<PurchasesResponse>> HandleAsync(
        ClaimsPrincipal user,
        BillingDbContext database,
        CancellationToken cancellationToken,
        [Range(1, Paging.LimitMax)] int limit = Paging.LimitDefault,
        [Range(0, Paging.OffsetMax)] int offset = 0)
    {
        var userId = user.UserId();
        var own = database.Set<Purchase>().Where(purchase => purchase.UserId == userId);
        var total = await own.CountAsync(cancellationToken);
        var purchases = await own
            .OrderByDescending(purchase => purchase.CreatedAt)
            .ThenByDescending(purchase => purchase.Id)
            .Skip(offset)
            .Take(limit)
            .Select(PurchaseResponse.Projection)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new PurchasesResponse(purchases, total, limit, offset));
    }
}

internal sealed record PurchasesResponse(IReadOnlyList<PurchaseResponse> Purchases, int Total, int Limit, int Offset);
