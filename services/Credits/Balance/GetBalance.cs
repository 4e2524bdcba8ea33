using System.Security.Claims;
using Contracts;
using Credits.Ledger;
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
        [FromQuery] DateTimeOffset? asOf, ClaimsPrincipal caller, BalanceReader balances, LedgerWriter ledger, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (userId, now) = (caller.UserId(), time.GetUtcNow());
        if (asOf is { } moment)
        {
            return moment <= now
                ? TypedResults.Ok(await balances.ReadAsOfAsync(userId, moment.ToUniversalTime(), cancellationToken))
                : Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, "asOf lies in the future.");
        }
        if (await balances.ReadAsync(userId, now, cancellationToken) is { HasOverdueHolds: false } reading)
        {
            return TypedResults.Ok(reading.Balance);
        }
        // Opening it also ends the overdue holds, so that nobody is shown what the next request would find taken.
        await ledger.OpenAsync(userId, cancellationToken);
        return TypedResults.Ok((await balances.ReadAsync(userId, time.GetUtcNow(), cancellationToken))!.Balance);
    }
}
