using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Credits.PromoCodes;

/// <summary>POST /credits/redeem: gives the caller the credits of a promo code.</summary>
internal static class RedeemPromoCode
{
    public static void MapRedeemPromoCode(this RouteGroupBuilder group) =>
        group.MapPost("/redeem", HandleAsync)
            .WithName(nameof(RedeemPromoCode))
            .WithSummary("Gives the caller the credits of a promo code")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Created<RedeemResponse>, ProblemHttpResult>> HandleAsync(
        RedeemRequest request, ClaimsPrincipal caller, IdempotencyClaim claim, Redemptions redemptions, HttpResponse response,
        ILogger<RedeemResponse> logger, CancellationToken cancellationToken)
    {
        var outcome = await redemptions.RedeemAsync(caller.UserId(), request.Code, claim.Id, cancellationToken);
        switch (outcome)
        {
            case RedeemOutcome.Redeemed redeemed:
                Log.PromoCodeRedeemed(logger, caller.UserId(), redeemed.Credits, redeemed.GrantId);
                return TypedResults.Created((string?)null, RedeemResponse.Of(redeemed));
            case RedeemOutcome.GuessedTooOften { Wait: var wait }:
                Log.PromoCodesGuessed(logger, caller.UserId());
                response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Problems.Of(
                    StatusCodes.Status429TooManyRequests, ErrorCodes.PromoCodeGuessedTooOften, "Too many wrong codes. Try again later.");
            default:
                return Refusal(outcome);
        }
    }

    private static ProblemHttpResult Refusal(RedeemOutcome outcome) => outcome switch
    {
        RedeemOutcome.Unknown => Problems.Of(
            StatusCodes.Status404NotFound, ErrorCodes.PromoCodeUnknown, "There is no such code."),
        RedeemOutcome.Expired => Problems.Of(
            StatusCodes.Status410Gone, ErrorCodes.PromoCodeExpired, "The code can't be redeemed any more."),
        RedeemOutcome.AlreadyRedeemed => Problems.Of(
            StatusCodes.Status409Conflict, ErrorCodes.PromoCodeAlreadyRedeemed, "You have redeemed this code already."),
        RedeemOutcome.Exhausted => Problems.Of(
            StatusCodes.Status409Conflict, ErrorCodes.PromoCodeExhausted, "The code was redeemed as often as it may be."),
        _ => throw new UnreachableException(),
    };
}

public sealed record RedeemRequest(
    [property: Required, StringLength(RedeemRequest.TypedLengthMax), PlainText] string Code)
{
    // With room for the spaces that come with a paste.
    internal const int TypedLengthMax = 2 * PromoCode.CodeLengthMax;
}

/// <param name="Code">As it is kept, in upper case.</param>
/// <param name="Credits">The bonus granted.</param>
/// <param name="ExpiresAt">From this moment on (inclusive) what is left of it can't be spent; null for never.</param>
internal sealed record RedeemResponse(string Code, Guid GrantId, long Credits, DateTimeOffset? ExpiresAt, long BalanceAfter)
{
    public static RedeemResponse Of(RedeemOutcome.Redeemed redeemed) =>
        new(redeemed.Code, redeemed.GrantId, redeemed.Credits, redeemed.ExpiresAt, redeemed.BalanceAfter);
}
