using Credits.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Credits.Expiry;

/// <summary>One batch of the sweep, in one transaction.</summary>
internal sealed class ExpirySweep(
    DbContext database, UnitOfWork unitOfWork, LedgerWriter ledger, TimeProvider time, IOptions<ExpiryOptions> options)
{
    /// <returns>What was done; no accounts when nothing is due, or another replica is at it.</returns>
    public Task<SweepResult> RunAsync(CancellationToken cancellationToken) => unitOfWork.CommitAsync(
        async token =>
        {
            var userIds = await LockDueAsync(token);
            if (userIds.Length == 0)
            {
                return new SweepResult(0, 0, 0);
            }
            return await ledger.ChangeAllAsync(
                userIds,
                session =>
                {
                    // The overdue holds were ended when the accounts were opened.
                    var credits = session.Books.Sum(Expiring.ExpireDue);
                    return Task.FromResult(new SweepResult(userIds.Length, credits, session.Changes.SettledHolds.Count));
                },
                token);
        },
        cancellationToken);

    private async Task<string[]> LockDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var limit = options.Value.BatchSize;
        return await database.Database.SqlQuery<string>(
            $"""
            SELECT user_id AS "Value" FROM accounts
            WHERE user_id IN (
                (SELECT user_id FROM grants WHERE is_open AND expires_at <= {now} AND remaining > held ORDER BY expires_at LIMIT {limit})
                UNION
                (SELECT user_id FROM holds WHERE status = 'held' AND expires_at <= {now} ORDER BY expires_at LIMIT {limit}))
            ORDER BY user_id LIMIT {limit} FOR UPDATE SKIP LOCKED
            """).ToArrayAsync(cancellationToken);
    }
}

/// <summary>What a batch did.</summary>
internal sealed record SweepResult(int Accounts, long Credits, int Holds);
