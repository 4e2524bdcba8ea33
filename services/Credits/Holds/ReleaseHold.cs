using Credits.Ledger;
using Reliability.IdempotencyKeys;

namespace Credits.Holds;

/// <summary>POST /credits/holds/{holdId}/release: returns all that was set aside.</summary>
internal static class ReleaseHold
{
    public static void MapReleaseHold(this RouteGroupBuilder group) =>
        group.MapPost("/{holdId:guid}/release", (
            Guid holdId, KeyedRequest? key, LedgerQueue ledger, LedgerAnswers answers, CancellationToken cancellationToken) =>
            ledger.RunAsync(new Request(holdId, key, answers), cancellationToken))
            .WithName(nameof(ReleaseHold))
            .WithSummary("Returns all that a hold set aside")
            .Produces<HoldResponse>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private sealed record Request(Guid Hold, KeyedRequest? Key, LedgerAnswers Answers) : SettleHold(Hold, Key, Answers)
    {
        protected override StoredAnswer Settle(AccountBook book, Hold hold)
        {
            Holding.Release(book, hold);
            return Answers.Ok(HoldResponse.Of(hold));
        }
    }
}
