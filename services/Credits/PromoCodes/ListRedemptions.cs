using Credits.Administration;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Credits.PromoCodes;

/// <summary>GET /admin/credits/promo-codes/{promoCodeId}/redemptions: who redeemed a code, the latest first.</summary>
internal static class ListRedemptions
{
    public static void MapListRedemptions(this RouteGroupBuilder group) =>
        group.MapGet("/{promoCodeId:guid}/redemptions", HandleAsync)
            .WithName(nameof(ListRedemptions))
            .WithSummary("Who redeemed a promo code, the latest first")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Page<RedemptionResponse>>, ProblemHttpResult>> HandleAsync(
        Guid promoCodeId, [AsParameters] PageQuery query, CreditsDbContext database, CancellationToken cancellationToken)
    {
        if (!TimeCursor.TryParse(query.Cursor, out var before))
        {
            return TimeCursor.Invalid();
        }
        if (!await database.PromoCodes.AnyAsync(code => code.Id == promoCodeId, cancellationToken))
        {
            return DisablePromoCode.Unknown();
        }
        var rows = await database.PromoRedemptions.AsNoTracking()
            .Where(redemption => redemption.PromoCodeId == promoCodeId && EF.Functions.LessThan(
                ValueTuple.Create(redemption.RedeemedAt, redemption.GrantId), ValueTuple.Create(before.Moment, before.Id)))
            .OrderByDescending(redemption => redemption.RedeemedAt)
            .ThenByDescending(redemption => redemption.GrantId)
            .Take(query.Limit + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<RedemptionResponse>.Of(
            rows, query.Limit, RedemptionResponse.Of, row => new TimeCursor(row.RedeemedAt, row.GrantId).ToString()));
    }
}

/// <param name="Number">1 for a user's first redemption of the code, 2 for the second …</param>
internal sealed record RedemptionResponse(string UserId, int Number, Guid GrantId, DateTimeOffset RedeemedAt)
{
    public static RedemptionResponse Of(PromoRedemption redemption) =>
        new(redemption.UserId, redemption.Number, redemption.GrantId, redemption.RedeemedAt);
}
