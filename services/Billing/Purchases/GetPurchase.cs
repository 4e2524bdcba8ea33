using System.Security.Claims;
using Billing.Persistence;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.Purchases;

/// <summary>GET /credits/purchases/{id}: one of the caller's own. Another's is as unknown as none.</summary>
internal static class GetPurchase
{
    public static void MapGetPurchase(this RouteGroupBuilder credits) =>
        credits.MapGet("/purchases/{id:guid}", HandleAsync)
            .WithName(nameof(GetPurchase))
            .WithSummary("One of the caller's purchases.")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<PurchaseResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, BillingDbContext database, CancellationToken cancellationToken)
    {
        var userId = user.UserId();
        var found = await database.Set<Purchase>()
            .Where(purchase => purchase.Id == id && purchase.UserId == userId)
            .Select(PurchaseResponse.Projection)
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? NotFound()
            : TypedResults.Ok(found);
    }

    public static ProblemHttpResult NotFound() =>
        Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.PurchaseNotFound, "There is no such purchase.");
}
