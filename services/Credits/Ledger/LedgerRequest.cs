using Reliability.IdempotencyKeys;

namespace Credits.Ledger;

/// <summary>What an HTTP caller wants of one account: decided under its lock, together with whoever else waits.</summary>
/// <param name="UserId">Whose account; null when a hold names it.</param>
/// <param name="HoldId">The hold that is to be settled; null when a user is named.</param>
/// <param name="Key">The request's Idempotency-Key, if it came with one.</param>
internal abstract record LedgerRequest(string? UserId, Guid? HoldId, KeyedRequest? Key)
{
    /// <summary>Decides and answers. Runs in memory; what it books is written afterwards.</summary>
    /// <param name="book">The account; null when the hold does not exist.</param>
    public abstract StoredAnswer Decide(AccountBook? book);
}
