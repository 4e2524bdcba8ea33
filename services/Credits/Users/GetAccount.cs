using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts;
using Credits.Balance;
using Credits.History;
using Credits.Holds;
using Credits.Ledger;
using Credits.Persistence;
using Credits.Refunds;
using Credits.Streaming;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Credits.Users;

/// <summary>GET /admin/credits/users/{id} and …/history: one user's credits, as the operator is to see them. It is noted who looked.</summary>
internal static class GetAccount
{
    private const int GrantsMax = 200;
    private const int HoldsMax = 200;
    private const int ShortfallsMax = 200;

    public static void MapGetAccount(this RouteGroupBuilder users)
    {
        users.MapGet("/{id}", HandleAsync)
            .WithName(nameof(GetAccount))
            .WithSummary("One user's balance, latest grants, open holds and shortfalls")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        users.MapGet("/{id}/history", HistoryAsync)
            .WithName("GetHistoryOfUser")
            .WithSummary("One user's transactions, newest first: a page as JSON, or with Accept: text/csv all that match")
            .Produces<string>(StatusCodes.Status200OK, AcceptedFormat.Csv)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<AccountResponse>, ProblemHttpResult>> HandleAsync(
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string id,
        ClaimsPrincipal caller,
        CreditsDbContext database,
        CurrentBalance balances,
        ILogger<AccountResponse> logger,
        CancellationToken cancellationToken)
    {
        if (await balances.FindAsync(id, cancellationToken) is not { } balance)
        {
            return Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.UserNotFound, "This user has no account.");
        }
        Log.AccountRead(logger, id, caller.UserId());
        var account = await database.Accounts.AsNoTracking().SingleAsync(known => known.UserId == id, cancellationToken);
        var grants = await database.Grants.AsNoTracking()
            .Where(grant => grant.UserId == id)
            .OrderByDescending(grant => grant.GrantedAt).ThenByDescending(grant => grant.Id)
            .Take(GrantsMax)
            .ToListAsync(cancellationToken);
        var holds = await database.Holds.AsNoTracking()
            .Where(hold => hold.UserId == id && hold.Status == HoldStatus.Held)
            .OrderBy(hold => hold.ExpiresAt)
            .Take(HoldsMax)
            .ToListAsync(cancellationToken);
        var shortfalls = await database.Clawbacks.AsNoTracking()
            .Where(clawback => clawback.UserId == id && clawback.Taken < clawback.Target)
            .OrderBy(clawback => clawback.PaymentIntentId)
            .Take(ShortfallsMax)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new AccountResponse(
            id, balance, account.Sequence, account.OpenedAt, account.LastBookedAt, [.. grants.Select(GrantResponse.Of)],
            [.. holds.Select(HoldResponse.Of)], [.. shortfalls.Select(ShortfallResponse.Of)]));
    }

    private static Task<Results<Ok<HistoryResponse>, RowStream, ProblemHttpResult>> HistoryAsync(
        [StringLength(CurrentUser.UserIdLengthMax), PlainText] string id,
        [AsParameters] HistoryQuery query,
        ClaimsPrincipal caller,
        HttpContext context,
        HistoryReader history,
        ILogger<AccountResponse> logger,
        CancellationToken cancellationToken)
    {
        Log.AccountRead(logger, id, caller.UserId());
        return GetHistory.AnswerAsync(id, query, context, history, cancellationToken);
    }
}

/// <summary>A user's credits as an operator sees them.</summary>
/// <param name="Transactions">How many were booked.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="LastBookedAt">UTC.</param>
/// <param name="Grants">The newest first.</param>
/// <param name="OpenHolds">The one that expires soonest first.</param>
/// <param name="Shortfalls">Refunded credits that were already spent, by payment.</param>
internal sealed record AccountResponse(
    string UserId,
    BalanceResponse Balance,
    long Transactions,
    DateTimeOffset OpenedAt,
    DateTimeOffset? LastBookedAt,
    IReadOnlyList<GrantResponse> Grants,
    IReadOnlyList<HoldResponse> OpenHolds,
    IReadOnlyList<ShortfallResponse> Shortfalls);

/// <param name="Source">What brought it: <c>purchase:pi_…</c>, <c>monthly:sub_…:…</c>, <c>promo:…</c>, <c>signup:…</c>, <c>admin:…</c>.</param>
/// <param name="Held">The part of what remains that open holds set aside.</param>
/// <param name="Expired">What was taken out by expiry.</param>
/// <param name="IsFrozen">Nothing of it may be spent until a dispute is decided or a period paid.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
internal sealed record GrantResponse(
    Guid GrantId, string Bucket, string Source, long Amount, long Remaining, long Held, long Expired, bool IsFrozen, Guid? PurchaseId,
    DateTimeOffset GrantedAt, DateTimeOffset? ExpiresAt)
{
    public static GrantResponse Of(Grant grant) => new(
        grant.Id, grant.Bucket, grant.Source, grant.Amount, grant.Remaining, grant.Held, grant.Expired, grant.IsFrozen, grant.PurchaseId,
        grant.GrantedAt, grant.ExpiresAt);
}
