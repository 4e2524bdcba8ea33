using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Credits.PromoCodes;

/// <summary>POST /admin/credits/promo-codes: a new code, given or made up.</summary>
internal static class CreatePromoCode
{
    public static void MapCreatePromoCode(this RouteGroupBuilder group) =>
        group.MapPost("", HandleAsync)
            .WithName(nameof(CreatePromoCode))
            .WithSummary("Makes a promo code; without a code of its own it gets one that can't be guessed")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Created<PromoCodeResponse>, ProblemHttpResult>> HandleAsync(
        CreatePromoCodeRequest request, ClaimsPrincipal caller, IdempotencyClaim claim, CreditsDbContext database, TimeProvider time,
        ILogger<PromoCodeResponse> logger, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (request.EndsAt <= (request.StartsAt > now ? request.StartsAt : now))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, "endsAt must lie in the future, and after startsAt.");
        }
        var code = request.ToPromoCode(claim.Id ?? Guid.CreateVersion7(now), caller.UserId(), now);
        if (await FindAsync(database, code.Id, cancellationToken) is { } done)
        {
            return Created(done);
        }
        database.PromoCodes.Add(code);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (
            exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Problems.Of(StatusCodes.Status409Conflict, ErrorCodes.PromoCodeExists, "There is such a code already.");
        }
        Log.PromoCodeCreated(logger, caller.UserId(), code.Id, code.Credits);
        return Created(code);
    }

    // What an earlier run of the same request has made, when it died before it could answer.
    private static Task<PromoCode?> FindAsync(CreditsDbContext database, Guid id, CancellationToken cancellationToken) =>
        database.PromoCodes.AsNoTracking().SingleOrDefaultAsync(code => code.Id == id, cancellationToken);

    private static Created<PromoCodeResponse> Created(PromoCode code) => TypedResults.Created((string?)null, PromoCodeResponse.Of(code));
}

/// <param name="Code">Letters, digits and hyphens, in any case; left out, one is made up.</param>
/// <param name="Credits">What each redemption gives.</param>
/// <param name="StartsAt">Left out: now.</param>
/// <param name="EndsAt">From this moment on (inclusive) it can't be redeemed; left out: never.</param>
/// <param name="RedemptionsMax">By all users together; left out: any number.</param>
/// <param name="CreditsExpireAfterDays">How long the granted credits live; left out: for ever.</param>
public sealed record CreatePromoCodeRequest(
    [property: Range(1, PromoCodeLimits.CreditsMax)] long Credits,
    [property: StringLength(PromoCode.CodeLengthMax, MinimumLength = PromoCode.CodeLengthMin), RegularExpression(CodeText.Pattern)]
    string? Code = null,
    [property: StringLength(PromoCode.DescriptionLengthMax), PlainText] string? Description = null,
    DateTimeOffset? StartsAt = null,
    DateTimeOffset? EndsAt = null,
    [property: Range(1, PromoCodeLimits.RedemptionsMax)] int? RedemptionsMax = null,
    [property: Range(1, PromoCodeLimits.RedemptionsPerUserMax)] int RedemptionsPerUserMax = 1,
    [property: Range(1, PromoCodeLimits.ExpireAfterDaysMax)] int? CreditsExpireAfterDays = null)
{
    internal PromoCode ToPromoCode(Guid id, string operatorId, DateTimeOffset now)
    {
        var code = Code is null ? CodeText.Generate() : CodeText.Normalize(Code);
        return new PromoCode
        {
            Id = id,
            Code = code,
            CodeHash = CodeText.Hash(code),
            Credits = Credits,
            Description = Description,
            StartsAt = StartsAt?.ToUniversalTime() ?? now,
            EndsAt = EndsAt?.ToUniversalTime(),
            RedemptionsMax = RedemptionsMax,
            RedemptionsPerUserMax = RedemptionsPerUserMax,
            CreditsExpireAfterDays = CreditsExpireAfterDays,
            CreatedBy = operatorId,
            CreatedAt = now,
        };
    }
}

/// <summary>The most that one code may promise.</summary>
internal static class PromoCodeLimits
{
    public const long CreditsMax = 1_000_000;
    public const int RedemptionsMax = 100_000_000;
    public const int RedemptionsPerUserMax = 1_000;
    public const int ExpireAfterDaysMax = 3_650;
}
