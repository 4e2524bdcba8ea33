using System.Diagnostics;
using Contracts;
using Credits.Ledger;
using Reliability.IdempotencyKeys;

namespace Credits.Holds;

/// <summary>A request that ends a hold. Of capture, release and expiry the first one wins; the others are told which it was.</summary>
internal abstract record SettleHold(Guid Hold, KeyedRequest? Key, LedgerAnswers Answers) : LedgerRequest(null, Hold, Key)
{
    public override StoredAnswer Decide(AccountBook? book)
    {
        if (book is null)
        {
            return Answers.Refused(StatusCodes.Status404NotFound, ErrorCodes.HoldNotFound, "There is no such hold.");
        }
        var hold = book.Holds[Hold];
        return hold.IsOpen ? Settle(book, hold) : AlreadySettled(hold);
    }

    /// <summary>Ends an open hold whose time is not over.</summary>
    protected abstract StoredAnswer Settle(AccountBook book, Hold hold);

    protected StoredAnswer Conflict(string code, string detail) => Answers.Refused(StatusCodes.Status409Conflict, code, detail);

    private StoredAnswer AlreadySettled(Hold hold) => hold.Status switch
    {
        HoldStatus.Captured => Conflict(ErrorCodes.HoldAlreadyCaptured, $"The hold was captured at {hold.SettledAt:u}."),
        HoldStatus.Released => Conflict(ErrorCodes.HoldAlreadyReleased, $"The hold was released at {hold.SettledAt:u}."),
        HoldStatus.Expired => Conflict(ErrorCodes.HoldExpired, $"The hold expired at {hold.ExpiresAt:u}."),
        _ => throw new UnreachableException(),
    };
}
