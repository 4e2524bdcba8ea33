using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Credits.Ledger;
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
            .Produces<SpendResponse>(StatusCodes.Status201Created);

    private static Task<IResult> HandleAsync(
        SpendRequest request, KeyedRequest? key, LedgerQueue ledger, LedgerAnswers answers, IOptions<CreditsOptions> options,
        CancellationToken cancellationToken) =>
        Metadata.TryWrite(request.Metadata, out var metadata)
            ? ledger.RunAsync(new Request(request, metadata, key, answers, options.Value.PurchaseUrl), cancellationToken)
            : Task.FromResult<IResult>(Metadata.TooLong());

    private sealed record Request(SpendRequest Body, string? Metadata, KeyedRequest? Key, LedgerAnswers Answers, string PurchaseUrl)
        : LedgerRequest(Body.UserId, null, Key)
    {
        public override StoredAnswer Decide(AccountBook? book)
        {
            var spend = new Spend(Body.Amount)
            {
                SessionId = Body.SessionId,
                Description = Body.Description,
                Metadata = Metadata,
                IdempotencyKey = Key is null ? null : LedgerTransaction.RequestKeyPrefix + Key.Key,
            };
            return spend.From(book!) is { } booked
                ? Answers.Created(new SpendResponse(booked.Id, -booked.Amount, booked.BalanceAfter))
                : Answers.Insufficient(Body.Amount, book!.Available, PurchaseUrl);
        }
    }
}

/// <summary>The limits of what one request may take.</summary>
internal static class SpendLimits
{
    public const long AmountMax = 1_000_000;
}

public sealed record SpendRequest(
    [property: Required, StringLength(CurrentUser.UserIdLengthMax, MinimumLength = 1), PlainText] string UserId,
    [property: Range(1, SpendLimits.AmountMax)] long Amount,
    [property: StringLength(LedgerTransaction.SessionIdLengthMax), PlainText] string? SessionId = null,
    [property: StringLength(LedgerTransaction.DescriptionLengthMax), PlainText] string? Description = null,
    JsonObject? Metadata = null);

internal sealed record SpendResponse(Guid TransactionId, long Amount, long BalanceAfter);
