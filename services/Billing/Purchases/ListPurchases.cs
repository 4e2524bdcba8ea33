using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
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
        PurchaseList purchases,
        CancellationToken cancellationToken,
        [Range(1, Paging.LimitMax)] int limit = Paging.LimitDefault,
        [Range(0, Paging.OffsetMax)] int offset = 0) =>
        TypedResults.Ok(await purchases.ReadAsync(user.UserId(), limit, offset, cancellationToken));
}

internal sealed record PurchasesResponse(IReadOnlyList<PurchaseResponse> Purchases, int Total, int Limit, int Offset);
