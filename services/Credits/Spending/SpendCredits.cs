using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Contracts;
using Credits.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Credits.Spending;

/// <summary>POST /credits/spend: takes credits from a user at once.</summary>
internal static class SpendCredits
{
    public static void MapSpendCredits(this RouteGroupBuilder group) =>
        group.MapPost("/spend", HandleAsync)
            .WithName(nameof(SpendCredits))
            .WithSummary("Takes credits from a user at once")
            .ProducesProblem(StatusCodes.Status402PaymentRequired)
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Results<Created<SpendResponse>, ProblemHttpResult>> HandleAsync(
        SpendRequest request, IdempotencyClaim claim, LedgerWriter ledger, IOptions<CreditsOptions> options,
        CancellationToken cancellationToken)
    {
        var metadata = request.Metadata?.ToJsonString();
        if (metadata?.Length > SpendLimits.MetadataLengthMax)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed,
                $"metadata may have {SpendLimits.MetadataLengthMax} characters as JSON.");
        }
        var outcome = await ledger.SpendAsync(
            new Spend(request.UserId, request.Amount, request.SessionId, request.Description, metadata, Key(claim)), cancellationToken);

        return outcome switch
        {
            SpendOutcome.Spent spent => TypedResults.Created(
                (string?)null, new SpendResponse(spent.TransactionId, spent.Amount, spent.BalanceAfter)),
            SpendOutcome.Insufficient insufficient => Insufficient(request.Amount, insufficient.Available, options.Value.PurchaseUrl),
            _ => throw new UnreachableException(),
        };
    }

    private static string? Key(IdempotencyClaim claim) => claim.Id is { } id ? $"request:{id}" : null;

    private static ProblemHttpResult Insufficient(long required, long available, string purchaseUrl) => Problems.Of(
        StatusCodes.Status402PaymentRequired, ErrorCodes.InsufficientCredits,
        $"This needs {required} credits and {available} are available.",
        ("required", required), ("available", available), ("purchaseUrl", purchaseUrl));
}

internal static class SpendLimits
{
    public const long AmountMax = 1_000_000;
    public const int MetadataLengthMax = 4_096;
}

public sealed record SpendRequest(
    [property: Required, StringLength(CurrentUser.UserIdLengthMax, MinimumLength = 1), PlainText] string UserId,
    [property: Range(1, SpendLimits.AmountMax)] long Amount,
    [property: StringLength(LedgerTransaction.SessionIdLengthMax), PlainText] string? SessionId = null,
    [property: StringLength(LedgerTransaction.DescriptionLengthMax), PlainText] string? Description = null,
    JsonObject? Metadata = null);

internal sealed record SpendResponse(Guid TransactionId, long Amount, long BalanceAfter);
