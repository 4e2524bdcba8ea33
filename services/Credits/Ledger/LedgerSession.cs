using Npgsql;
using Reliability.IdempotencyKeys;
using Reliability.Outbox;

namespace Credits.Ledger;

/// <summary>The ledger within one database transaction: accounts locked and read, then what was decided about them written.</summary>
internal sealed class LedgerSession(NpgsqlConnection connection, CreditsOptions options, KeyStatements keys, DateTimeOffset now)
{
    // One message for all spends has no user's order to keep: each of them says its number.
    private const string SpendsPartition = "credits-spent";

    private Dictionary<string, AccountBook> books = [];
    private Dictionary<(string Principal, string Key), KnownKey> knownKeys = [];

    public LedgerChanges Changes { get; } = new();

    public NpgsqlConnection Connection => connection;

    public IEnumerable<AccountBook> Books => books.Values;

    /// <summary>The session's time in what PostgreSQL keeps of it, because the hash must be over what is kept.</summary>
    private readonly DateTimeOffset moment = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));

    public AccountBook Book(string userId) => books[userId];

    public AccountBook? BookOfHold(Guid holdId) => books.Values.FirstOrDefault(book => book.Holds.ContainsKey(holdId));

    public KnownKey? Known(KeyedRequest request) => knownKeys.GetValueOrDefault((request.Principal, request.Key));

    /// <summary>Notes an answer, for repeats within the same session.</summary>
    public void Know(KeyedRequest request, StoredAnswer answer) =>
        knownKeys[(request.Principal, request.Key)] = new KnownKey(request.Hash, answer);

    /// <summary>Locks and reads the accounts; those that are new are opened with their bonus.</summary>
    public async Task OpenAsync(
        AccountSelection selection, IReadOnlyCollection<KeyedRequest> requests, CancellationToken cancellationToken)
    {
        await LoadAsync(selection, requests, cancellationToken);
        var missing = selection.UserIds.Where(userId => !books.ContainsKey(userId)).ToArray();
        if (missing.Length > 0)
        {
            await LedgerStore.OpenAsync(connection, missing, moment, cancellationToken);
            await LoadAsync(selection, requests, cancellationToken);
        }
        foreach (var book in books.Values)
        {
            if (book.Sequence == 0 && options.SignupBonusCredits > 0)
            {
                book.Grant(NewGrant.ForSignup(book.UserId, options.SignupBonusCredits));
            }
            Holds.Holding.ExpireOverdue(book);
        }
    }

    /// <summary>Writes all that was decided. The caller commits, and then sets the outbox's signal.</summary>
    /// <exception cref="KeyTakenException">A key was used elsewhere in between: roll back and begin anew.</exception>
    public async Task WriteAsync(
        IReadOnlyCollection<(KeyedRequest Request, StoredAnswer Answer)> answers, CancellationToken cancellationToken)
    {
        foreach (var book in books.Values)
        {
            book.SettleAlerts(options.LowBalanceThreshold);
        }
        await using var batch = new NpgsqlBatch(connection);
        LedgerWrite.AddTo(batch, Changes);
        var messages = Messages();
        if (messages.Count > 0)
        {
            batch.AddMessages(messages, moment);
        }
        if (answers.Count > 0)
        {
            keys.AddStore(batch, answers, moment);
        }
        if (batch.BatchCommands.Count == 0)
        {
            return;
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);
        if (answers.Count > 0 && batch.BatchCommands[^1].RecordsAffected != answers.Count)
        {
            throw new KeyTakenException();
        }
    }

    private async Task LoadAsync(
        AccountSelection selection, IReadOnlyCollection<KeyedRequest> requests, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        LedgerStore.AddTo(batch, selection, moment);
        if (requests.Count > 0)
        {
            KeyStatements.AddLookup(batch, requests, moment);
        }
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        books = await LedgerStore.ReadAsync(reader, moment, Changes, cancellationToken);
        if (requests.Count > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            knownKeys = await KeyStatements.ReadLookupAsync(reader, cancellationToken);
        }
    }

    private List<(object Message, string PartitionKey)> Messages()
    {
        var messages = Changes.Messages.ToList();
        if (Changes.Spends.Count > 0)
        {
            messages.Add((new Contracts.CreditsSpent { Spends = Changes.Spends }, SpendsPartition));
        }
        return messages;
    }
}

/// <summary>Another transaction stored an answer under a key of this one: on a second look it will be found.</summary>
internal sealed class KeyTakenException() : Exception("A key was used by another request at the same moment.");
