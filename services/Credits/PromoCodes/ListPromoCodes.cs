using Credits.Administration;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Credits.PromoCodes;

/// <summary>GET /admin/credits/promo-codes: all codes, newest first.</summary>
internal static class ListPromoCodes
{
    public static void MapListPromoCodes(this RouteGroupBuilder group) =>
        group.MapGet("", HandleAsync)
            .WithName(nameof(ListPromoCodes))
            .WithSummary("All promo codes, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<PromoCodeResponse>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] PageQuery query, CreditsDbContext database, CancellationToken cancellationToken)
    {
        if (!TimeCursor.TryParse(query.Cursor, out var before))
        {
            return TimeCursor.Invalid();
        }
        var rows = await database.PromoCodes.AsNoTracking()
            .Where(code => EF.Functions.LessThan(ValueTuple.Create(code.CreatedAt, code.Id), ValueTuple.Create(before.Moment, before.Id)))
            .OrderByDescending(code => code.CreatedAt)
            .ThenByDescending(code => code.Id)
            .Take(query.Limit + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<PromoCodeResponse>.Of(
            rows, query.Limit, PromoCodeResponse.Of, code => new TimeCursor(code.CreatedAt, code.Id).ToString()));
    }
}
