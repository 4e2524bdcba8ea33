using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.IdempotencyKeys;
using Reliability.Outbox;

namespace Credits.Ledger;

/// <summary>Carries out a batch of requests in one database transaction and answers each after the commit.</summary>
internal sealed class LedgerBatch(
    NpgsqlDataSource dataSource, KeyStatements keys, OutboxSignal outbox, TimeProvider time, IOptions<CreditsOptions> options,
    CreditsMetrics metrics)
{
    /// <summary>Answers all of them, or none and says why.</summary>
    public async Task<BatchFailure?> TryAsync(IReadOnlyList<WaitingRequest> batch, CancellationToken cancellationToken)
    {
        var isCommitting = false;
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var session = new LedgerSession(connection, options.Value, keys, time.GetUtcNow());
            var requests = Keyed(batch);
            await session.OpenAsync(Select(batch), requests, cancellationToken);

            var newAnswers = new List<(KeyedRequest, StoredAnswer)>(requests.Count);
            var results = batch.Select(entry => Decide(entry.Request, session, newAnswers)).ToArray();
            await session.WriteAsync(newAnswers, cancellationToken);
            isCommitting = true;
            await transaction.CommitAsync(cancellationToken);
            Tell(session, batch, results);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it is, it belongs to the callers: each gets it, or another try without the one that caused it.
            return new BatchFailure(exception, isCommitting);
        }
    }

    private static AccountSelection Select(IReadOnlyList<WaitingRequest> batch) => new(
        [.. batch.Select(entry => entry.Request.UserId).OfType<string>().Distinct(StringComparer.Ordinal)],
        [.. batch.Select(entry => entry.Request.HoldId).OfType<Guid>().Distinct()]);

    private static HashSet<KeyedRequest> Keyed(IReadOnlyList<WaitingRequest> batch) =>
        [.. batch.Select(entry => entry.Request.Key).OfType<KeyedRequest>().DistinctBy(key => (key.Principal, key.Key))];

    private static IResult Decide(LedgerRequest request, LedgerSession session, List<(KeyedRequest, StoredAnswer)> newAnswers)
    {
        if (request.Key is { } key && session.Known(key) is { } known)
        {
            key.IsSettled = true;
            return Repeat(key, known);
        }
        var book = request.HoldId is { } holdId ? session.BookOfHold(holdId) : session.Book(request.UserId!);
        var answer = request.Decide(book);
        if (request.Key is not null)
        {
            request.Key.IsSettled = true;
            session.Know(request.Key, answer);
            newAnswers.Add((request.Key, answer));
        }
        return new StoredAnswerResult(answer, isReplayed: false);
    }

    private static IResult Repeat(KeyedRequest key, KnownKey known) => (known.Hash.AsSpan().SequenceEqual(key.Hash), known.Answer) switch
    {
        (false, _) => KeyRefusals.Reused(),
        (true, null) => KeyRefusals.StillRunning(),
        (true, { } answer) => new StoredAnswerResult(answer, isReplayed: true),
    };

    private void Tell(LedgerSession session, IReadOnlyList<WaitingRequest> batch, IResult[] results)
    {
        for (var index = 0; index < results.Length; index++)
        {
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
