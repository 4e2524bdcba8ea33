using System.Security.Claims;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ServiceDefaults;

namespace Credits.Balance;

/// <summary>GET /credits: the caller's balance, bucket by bucket. The first call opens the account.</summary>
internal static class GetBalance
{
    public static void MapGetBalance(this RouteGroupBuilder group) =>
        group.MapGet("", HandleAsync)
            .WithName(nameof(GetBalance))
            .WithSummary("The caller's balance, now or as of a time in the past; the first call opens the account with the signup bonus")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<BalanceResponse>, ProblemHttpResult>> HandleAsync(
        [FromQuery] DateTimeOffset? asOf, ClaimsPrincipal caller, BalanceReader balances, CurrentBalance current, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var userId = caller.UserId();
        if (asOf is { } moment)
        {
            return moment <= time.GetUtcNow()
                ? TypedResults.Ok(await balances.ReadAsOfAsync(userId, moment.ToUniversalTime(), cancellationToken))
                : Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, "asOf lies in the future.");
        }
        return TypedResults.Ok(
            await current.FindAsync(userId, cancellationToken) ?? await current.OpenAsync(userId, cancellationToken));
    }
}
