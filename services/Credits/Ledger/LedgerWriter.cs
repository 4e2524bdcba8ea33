using Contracts;
using Microsoft.Extensions.Options;
using Reliability.Outbox;
using Reliability.Storage;

namespace Credits.Ledger;

/// <summary>Everything that changes a balance.</summary>
/// <remarks>
/// Each command is one database transaction: lock the account, decide on what is there, append. The database checks the same
/// rules again on its own (Persistence/Migrations/LedgerRules.sql), and <see cref="LedgerVerifier"/> proves them afterwards.
/// </remarks>
internal sealed class LedgerWriter(
    LedgerStore store, UnitOfWork unitOfWork, IOutbox outbox, TimeProvider time, IOptions<CreditsOptions> options, CreditsMetrics metrics)
{
    /// <summary>Opens the account with its bonus, if that was not done before.</summary>
    public Task OpenAsync(string userId, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(async token => await OpenAndLockAsync(userId, null, token), cancellationToken);

    /// <summary>Grants credits, unless the same source was granted before.</summary>
    /// <returns>True when granted now.</returns>
    public Task<bool> GrantAsync(NewGrant grant, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(
            async token =>
            {
                var account = await OpenAndLockAsync(grant.UserId, grant.Source, token);
                if (account.Repeated is not null)
                {
                    return false;
                }
                await AppendGrantAsync(account, grant, token);
                return true;
            },
            cancellationToken);

    /// <summary>Spends credits at once, or says how many there are.</summary>
    public async Task<SpendOutcome> SpendAsync(Spend spend, CancellationToken cancellationToken)
    {
        var outcome = await unitOfWork.CommitAsync(token => SpendInUnitAsync(spend, token), cancellationToken);
        if (outcome is SpendOutcome.Spent)
        {
            metrics.Spent(spend.Amount);
        }
        else
        {
            metrics.SpendRefused();
        }
        return outcome;
    }

    private async Task<SpendOutcome> SpendInUnitAsync(Spend spend, CancellationToken cancellationToken)
    {
        var account = await OpenAndLockAsync(spend.UserId, spend.IdempotencyKey, cancellationToken);
        if (account.Repeated is { } repeated)
        {
            return new SpendOutcome.Spent(repeated.Id, -repeated.Amount, repeated.BalanceAfter);
        }
        var available = account.Grants.Sum(grant => grant.Remaining);
        if (available < spend.Amount)
        {
            return new SpendOutcome.Insufficient(available);
        }
        var transaction = Next(account, -spend.Amount, TransactionType.Spend, spend.IdempotencyKey) with
        {
            Description = spend.Description,
            Metadata = spend.Metadata,
            SessionId = spend.SessionId,
        };
        var appended = await AppendAsync(account, transaction, SpendOrder.Take(account.Grants, spend.Amount), null, cancellationToken);
        return new SpendOutcome.Spent(appended.Id, spend.Amount, appended.BalanceAfter);
    }

    private async Task<LockedAccount> OpenAndLockAsync(string userId, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var account = await store.LockAsync(userId, idempotencyKey, Now(), cancellationToken);
        if (account.Sequence > 0 || options.Value.SignupBonusCredits == 0)
        {
            return account;
        }
        await AppendGrantAsync(account, NewGrant.ForSignup(userId, options.Value.SignupBonusCredits), cancellationToken);
        return await store.LockAsync(userId, idempotencyKey, Now(), cancellationToken);
    }

    private async Task AppendGrantAsync(LockedAccount account, NewGrant order, CancellationToken cancellationToken)
    {
        var transaction = Next(account, order.Amount, order.Type, order.Source) with
        {
            Description = order.Description,
            PurchaseId = order.PurchaseId,
        };
        var grant = new Grant
        {
            Id = Guid.CreateVersion7(transaction.CreatedAt),
            UserId = order.UserId,
            Bucket = order.Bucket,
            Amount = order.Amount,
            Source = order.Source,
            PurchaseId = order.PurchaseId,
            GrantedAt = transaction.CreatedAt,
        };
        await AppendAsync(account, transaction, [new GrantPart(grant.Id, grant.Amount)], grant, cancellationToken);
        outbox.Add(ToMessage(grant, order, transaction), grant.UserId);
        metrics.Granted(grant.Bucket, grant.Amount);
    }

    private async Task<LedgerTransaction> AppendAsync(
        LockedAccount account, LedgerTransaction transaction, IReadOnlyList<GrantPart> parts, Grant? newGrant,
        CancellationToken cancellationToken)
    {
        var chained = transaction with { Hash = LedgerHash.Compute(account.ChainHead, transaction, parts) };
        await store.AppendAsync(chained, parts, newGrant, cancellationToken);
        return chained;
    }

    private LedgerTransaction Next(LockedAccount account, long amount, string type, string? idempotencyKey)
    {
        var now = Now();
        return new LedgerTransaction
        {
            Id = Guid.CreateVersion7(now),
            UserId = account.UserId,
            Sequence = account.Sequence + 1,
            Amount = amount,
            BalanceAfter = checked(account.Balance + amount),
            Type = type,
            IdempotencyKey = idempotencyKey,
            CreatedAt = now,
            Hash = LedgerHash.Genesis,
        };
    }

    private static CreditsGranted ToMessage(Grant grant, NewGrant order, LedgerTransaction transaction) => new()
    {
        GrantId = grant.Id,
        UserId = grant.UserId,
        Source = grant.Source,
        Bucket = grant.Bucket,
        Credits = grant.Amount,
        BalanceAfter = transaction.BalanceAfter,
        PaymentIntentId = order.PaymentIntentId,
        PurchaseId = order.PurchaseId,
        OccurredAt = transaction.CreatedAt,
    };

    // PostgreSQL keeps microseconds; the hash must be over what is kept.
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
