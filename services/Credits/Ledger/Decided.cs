using Reliability.IdempotencyKeys;

namespace Credits.Ledger;

/// <summary>What a batch's requests are answered once it is committed, and which of these answers are to be stored with it.</summary>
internal sealed record Decided(IResult[] Results, List<(KeyedRequest Request, StoredAnswer Answer)> NewAnswers)
{
    /// <summary>Decides the requests one after the other on the session's books.</summary>
    public static Decided Of(IReadOnlyList<WaitingRequest> batch, LedgerSession session)
    {
        var decided = new Decided(new IResult[batch.Count], []);
        for (var index = 0; index < batch.Count; index++)
        {
            decided.Results[index] = decided.Decide(batch[index].Request, session);
        }
        return decided;
    }

    private IResult Decide(LedgerRequest request, LedgerSession session)
    {
        if (request.Key is { } key && session.Known(key) is { } known)
        {
            return Repeat(key, known);
        }
        var book = request.HoldId is { } holdId ? session.BookOfHold(holdId) : session.Book(request.UserId!);
        var answer = request.Decide(book);
        if (request.Key is not null)
        {
            session.Know(request.Key, answer);
            NewAnswers.Add((request.Key, answer));
        }
        return new StoredAnswerResult(answer, isReplayed: false);
    }

    private static IResult Repeat(KeyedRequest key, KnownKey known) => (known.Hash.AsSpan().SequenceEqual(key.Hash), known.Answer) switch
    {
        (false, _) => KeyRefusals.Reused(),
        (true, null) => KeyRefusals.StillRunning(),
        (true, { } answer) => new StoredAnswerResult(answer, isReplayed: true),
    };
}
