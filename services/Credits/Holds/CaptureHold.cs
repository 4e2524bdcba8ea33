using System.ComponentModel.DataAnnotations;
using Contracts;
using Credits.Ledger;
using Credits.Spending;
using Reliability.IdempotencyKeys;
using ServiceDefaults;

namespace Credits.Holds;

/// <summary>POST /credits/holds/{holdId}/capture: takes what the work did cost, and returns the rest.</summary>
internal static class CaptureHold
{
    public static void MapCaptureHold(this RouteGroupBuilder group) =>
        group.MapPost("/{holdId:guid}/capture", (
            Guid holdId, CaptureRequest request, KeyedRequest? key, LedgerQueue ledger, LedgerAnswers answers,
            CancellationToken cancellationToken) =>
            ledger.RunAsync(new Request(holdId, request, key, answers), cancellationToken))
            .WithName(nameof(CaptureHold))
            .WithSummary("Takes what was used of a hold; the rest returns")
            .Produces<CaptureResponse>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private sealed record Request(Guid Hold, CaptureRequest Body, KeyedRequest? Key, LedgerAnswers Answers) : SettleHold(Hold, Key, Answers)
    {
        protected override StoredAnswer Settle(AccountBook book, Hold hold)
        {
            if (Body.Amount > hold.Amount)
            {
                return Conflict(ErrorCodes.CaptureExceedsHold, $"The hold is over {hold.Amount} credits, not {Body.Amount}. It stays as it is.");
            }
            var booked = Holding.Capture(book, hold, new CaptureOrder(Body.Amount ?? hold.Amount, Body.Description));
            return Answers.Ok(new CaptureResponse(
                hold.Id, booked.Id, hold.Captured, hold.Amount - hold.Captured, hold.Status, book.Balance));
        }
    }
}

/// <summary>How much of the hold to take; all of it when the amount is left out.</summary>
public sealed record CaptureRequest(
    [property: Range(1, SpendLimits.AmountMax)] long? Amount = null,
    [property: StringLength(LedgerTransaction.DescriptionLengthMax), PlainText] string? Description = null);

internal sealed record CaptureResponse(
    Guid HoldId, Guid TransactionId, long Captured, long Returned, string Status, long BalanceAfter);
