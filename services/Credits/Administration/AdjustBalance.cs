using System.Security.Claims;
using System.Text.Json;
using Contracts;
using Credits.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Credits.Administration;

/// <summary>POST /admin/credits/grant and /deduct: an operator corrects a balance, with a reason and under their own name.</summary>
internal static class AdjustBalance
{
    public static void MapAdjustBalance(this RouteGroupBuilder group)
    {
        group.MapPost("/grant", GrantAsync)
            .WithName("GrantCredits")
            .WithSummary("Gives credits to a user");
        group.MapPost("/deduct", DeductAsync)
            .WithName("DeductCredits")
            .WithSummary("Takes credits from a user, never more than are available")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Created<AdjustmentResponse>, ProblemHttpResult>> GrantAsync(
        GrantRequest request, ClaimsPrincipal caller, IdempotencyClaim claim, LedgerWriter ledger, TimeProvider time,
        ILogger<AdjustmentResponse> logger, CancellationToken cancellationToken)
    {
        if (request.ExpiresAt <= time.GetUtcNow())
        {
            return Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, "expiresAt lies in the past.");
        }
        var source = $"admin:{claim.Id ?? Guid.CreateVersion7()}";
        var answer = await ledger.ChangeAsync(
            request.UserId,
            async (session, book) =>
            {
                if (await AdjustmentResponse.FindAsync(session.Connection, book.UserId, source, cancellationToken) is { } done)
                {
                    return done;
                }
                book.Grant(new NewGrant(request.Bucket, TransactionType.Admin, request.Amount, source, request.Reason)
                {
                    ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
                    Metadata = OperatorOf(caller),
                });
                return AdjustmentResponse.Of(session.Changes.Transactions[^1]);
            },
            cancellationToken);
        Log.BalanceCorrected(logger, caller.UserId(), request.UserId, answer.Amount);
        return TypedResults.Created((string?)null, answer);
    }

    private static async Task<Results<Created<AdjustmentResponse>, ProblemHttpResult>> DeductAsync(
        DeductRequest request, ClaimsPrincipal caller, IdempotencyClaim claim, LedgerWriter ledger, ILogger<AdjustmentResponse> logger,
        CancellationToken cancellationToken)
    {
        var key = $"admin:{claim.Id ?? Guid.CreateVersion7()}";
        var available = 0L;
        var answer = await ledger.ChangeAsync(
            request.UserId,
            async (session, book) =>
            {
                if (await AdjustmentResponse.FindAsync(session.Connection, book.UserId, key, cancellationToken) is { } done)
                {
                    return done;
                }
                available = book.Available;
                if (available < request.Amount)
                {
                    return null;
                }
                var parts = SpendOrder.Choose(book.Lots, request.Amount, lot => lot.Spendable(book.Now));
                return AdjustmentResponse.Of(book.Book(new Entry(TransactionType.Admin, [.. parts.Select(part => part.Negated())])
                {
                    Description = request.Reason,
                    Metadata = OperatorOf(caller),
                    IdempotencyKey = key,
                }));
            },
            cancellationToken);
        if (answer is null)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict, ErrorCodes.InsufficientCredits,
                $"{available} credits are available: {request.Amount} can't be taken.", ("required", request.Amount), ("available", available));
        }
        Log.BalanceCorrected(logger, caller.UserId(), request.UserId, answer.Amount);
        return TypedResults.Created((string?)null, answer);
    }

    private static string OperatorOf(ClaimsPrincipal caller) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["operatorId"] = caller.UserId() });
}
