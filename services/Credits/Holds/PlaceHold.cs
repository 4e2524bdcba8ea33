using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Contracts;
using Credits.Ledger;
using Credits.Spending;
using Microsoft.Extensions.Options;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Credits.Holds;

/// <summary>POST /credits/holds: sets credits aside for something whose price is known only afterwards.</summary>
internal static class PlaceHold
{
    public static void MapPlaceHold(this RouteGroupBuilder group) =>
        group.MapPost("", HandleAsync)
            .WithName(nameof(PlaceHold))
            .WithSummary("Sets credits aside; capture takes what was used, the rest returns")
            .Produces<HoldResponse>(StatusCodes.Status201Created);

    private static Task<IResult> HandleAsync(
        HoldRequest request, KeyedRequest? key, LedgerQueue ledger, LedgerAnswers answers, IOptions<CreditsOptions> options,
        CancellationToken cancellationToken)
    {
        var seconds = request.ExpiresInSeconds ?? options.Value.HoldSecondsDefault;
        if (seconds > options.Value.HoldSecondsMax)
        {
            return Task.FromResult<IResult>(Problems.Of(
                StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed,
                $"expiresInSeconds may be at most {options.Value.HoldSecondsMax}."));
        }
        if (!Metadata.TryWrite(request.Metadata, out var metadata))
        {
            return Task.FromResult<IResult>(Metadata.TooLong());
        }
        var order = new HoldOrder(request.Amount, seconds)
        {
            SessionId = request.SessionId,
            Description = request.Description,
            Metadata = metadata,
        };
        return ledger.RunAsync(new Request(request.UserId, order, key, answers, options.Value.PurchaseUrl), cancellationToken);
    }

    private sealed record Request(string User, HoldOrder Order, KeyedRequest? Key, LedgerAnswers Answers, string PurchaseUrl)
        : LedgerRequest(User, null, Key)
    {
        public override StoredAnswer Decide(AccountBook? book) => Holding.Place(book!, Order) is { } hold
            ? Answers.Created(HoldResponse.Of(hold))
            : Answers.Insufficient(Order.Amount, book!.Available, PurchaseUrl);
    }
}

public sealed record HoldRequest(
    [property: Required, StringLength(CurrentUser.UserIdLengthMax, MinimumLength = 1), PlainText] string UserId,
    [property: Range(1, SpendLimits.AmountMax)] long Amount,
    [property: Range(1, int.MaxValue)] int? ExpiresInSeconds = null,
    [property: StringLength(LedgerTransaction.SessionIdLengthMax), PlainText] string? SessionId = null,
    [property: StringLength(LedgerTransaction.DescriptionLengthMax), PlainText] string? Description = null,
    JsonObject? Metadata = null);

internal sealed record HoldResponse(
    Guid HoldId, string UserId, long Amount, string Status, long Captured, DateTimeOffset ExpiresAt, DateTimeOffset CreatedAt,
    DateTimeOffset? SettledAt)
{
    public static HoldResponse Of(Hold hold) => new(
        hold.Id, hold.UserId, hold.Amount, hold.Status, hold.Captured, hold.ExpiresAt, hold.CreatedAt, hold.SettledAt);
}
