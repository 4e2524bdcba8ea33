using System.Security.Claims;
using Contracts;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Credits.PromoCodes;

/// <summary>POST /admin/credits/promo-codes/{promoCodeId}/disable: from now on nobody can redeem it. What was granted stays.</summary>
internal static class DisablePromoCode
{
    public static void MapDisablePromoCode(this RouteGroupBuilder group) =>
        group.MapPost("/{promoCodeId:guid}/disable", HandleAsync)
            .WithName(nameof(DisablePromoCode))
            .WithSummary("Ends a promo code; what it granted stays")
            .ProducesProblem(StatusCodes.Status404NotFound);

    public static ProblemHttpResult Unknown() =>
        Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.PromoCodeUnknown, "There is no such code.");

    private static async Task<Results<Ok<PromoCodeResponse>, ProblemHttpResult>> HandleAsync(
        Guid promoCodeId, ClaimsPrincipal caller, CreditsDbContext database, TimeProvider time, ILogger<PromoCodeResponse> logger,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Disabled twice, it stays disabled since the first time.
        var changed = await database.PromoCodes
            .Where(code => code.Id == promoCodeId && code.DisabledAt == null)
            .ExecuteUpdateAsync(code => code.SetProperty(disabled => disabled.DisabledAt, now), cancellationToken);
        if (changed > 0)
        {
            Log.PromoCodeDisabled(logger, caller.UserId(), promoCodeId);
        }
        return await database.PromoCodes.AsNoTracking().SingleOrDefaultAsync(code => code.Id == promoCodeId, cancellationToken) is { } found
            ? TypedResults.Ok(PromoCodeResponse.Of(found))
            : Unknown();
    }
}
