using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.IdempotencyKeys;
using Reliability.Outbox;

namespace Credits.Ledger;

/// <summary>Carries out a batch of requests in one database transaction and answers each after the commit.</summary>
/// <remarks>
/// First on the books that are kept, claimed and written in a single round trip. Where somebody else has written in between, a key
/// was used before, or something is not known, it is done again from the start: locked, read and looked up before it is decided.
/// </remarks>
internal sealed class LedgerBatch(
    LedgerConnections connections, ResidentAccounts resident, KeyStatements keys, OutboxSignal outbox, TimeProvider time,
    IOptions<CreditsOptions> options, CreditsMetrics metrics)
{
    /// <summary>Answers all of them, or none and says why.</summary>
    public async Task<BatchFailure?> TryAsync(IReadOnlyList<WaitingRequest> batch, CancellationToken cancellationToken)
    {
        var selection = Select(batch);
        var isCommitting = false;
        try
        {
            await using var connection = await connections.OpenToWriteAsync(cancellationToken);
            resident.DropChanged();
            if (await TryClaimingAsync(connection, batch, selection, cancellationToken))
            {
                return null;
            }
            metrics.ClaimMissed();
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var session = NewSession(connection);
            var requests = Keyed(batch);
            await session.OpenAsync(selection, requests, cancellationToken);
            var decided = Decided.Of(batch, session);
            await session.WriteAsync(decided.NewAnswers, cancellationToken);
            isCommitting = true;
            await transaction.CommitAsync(cancellationToken);
            Tell(session, batch, decided.Results);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it is, it belongs to the callers: each gets it, or another try without the one that caused it.
            return new BatchFailure(exception, isCommitting || exception is UnknownOutcomeException);
        }
    }

    private async Task<bool> TryClaimingAsync(
        NpgsqlConnection connection, IReadOnlyList<WaitingRequest> batch, AccountSelection selection, CancellationToken cancellationToken)
    {
        var session = NewSession(connection);
        if (!await session.TryOpenAsync(resident, selection, cancellationToken))
        {
            Forget(session);
            return false;
        }
        try
        {
            var decided = Decided.Of(batch, session);
            var writtenBy = await session.ClaimAndWriteAsync(decided.NewAnswers, cancellationToken);
            resident.Follow(session.Changes, writtenBy);
            Tell(session, batch, decided.Results);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState is LedgerStore.StaleAccountState or PostgresErrorCodes.UniqueViolation)
        {
            Forget(session);
            return false;
        }
        catch (Exception exception)
        {
            Forget(session);
            if (IsRolledBack(exception))
            {
                throw;
            }
            throw new UnknownOutcomeException(exception);
        }
    }

    // What was decided on them was not written.
    private void Forget(LedgerSession session)
    {
        foreach (var book in session.Books)
        {
            resident.Drop(book.UserId);
        }
    }

    // An error of a statement ends the transaction. A connection that is lost, or a server that goes down, may have committed before.
    private static bool IsRolledBack(Exception exception) =>
        exception is PostgresException { InvariantSeverity: "ERROR" } || exception is not NpgsqlException and not IOException and not OperationCanceledException;

    private LedgerSession NewSession(NpgsqlConnection connection) => new(connection, options.Value, keys, time.GetUtcNow());

    private static AccountSelection Select(IReadOnlyList<WaitingRequest> batch) => new(
        [.. batch.Select(entry => entry.Request.UserId).OfType<string>().Distinct(StringComparer.Ordinal)],
        [.. batch.Select(entry => entry.Request.HoldId).OfType<Guid>().Distinct()]);

    private static HashSet<KeyedRequest> Keyed(IReadOnlyList<WaitingRequest> batch) =>
        [.. batch.Select(entry => entry.Request.Key).OfType<KeyedRequest>().DistinctBy(key => (key.Principal, key.Key))];

    private void Tell(LedgerSession session, IReadOnlyList<WaitingRequest> batch, IResult[] results)
    {
        for (var index = 0; index < results.Length; index++)
        {
            batch[index].Request.Key?.IsSettled = true;
            batch[index].Answer.TrySetResult(results[index]);
        }
        if (!session.Changes.IsEmpty)
        {
            outbox.Set();
        }
        metrics.Booked(session.Changes);
        metrics.Combined(batch.Count);
    }
}

/// <summary>The connection was lost while the batch was written: it may or may not be committed.</summary>
internal sealed class UnknownOutcomeException(Exception cause) : Exception("It is not known whether the batch was committed.", cause);
