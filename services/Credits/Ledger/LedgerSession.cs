using Contracts;
using Messaging.Bundles;
using Npgsql;
using Reliability.IdempotencyKeys;
using Reliability.Outbox;

namespace Credits.Ledger;

/// <summary>The ledger within one database transaction: accounts locked and read, then what was decided about them written.</summary>
internal sealed class LedgerSession(NpgsqlConnection connection, CreditsOptions options, KeyStatements keys, DateTimeOffset now)
{
    // One message for all spends has no user's order to keep: each of them says its number.
    private const string SpendsPartition = "credits-spent";
    private const string GrantsPartition = "credits-granted";

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
        if (!selection.WithLots)
        {
            await CompleteAsync(books.Values.Where(book => book.Sequence == 0 || book.Holds.Count > 0 || book.ShortClawbacks.Count > 0), cancellationToken);
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

    /// <summary>Reads what was left out of these accounts' books.</summary>
    public async Task CompleteAsync(IEnumerable<AccountBook> some, CancellationToken cancellationToken)
    {
        if (some.ToList() is { Count: > 0 } incomplete)
        {
            await LedgerStore.CompleteAsync(connection, incomplete, cancellationToken);
        }
    }

    /// <summary>Takes accounts that are kept, and reads those that are not, without locking any: they are claimed when they are written.</summary>
    /// <returns>False when that can't be done: an account is new, or a hold is not among those kept.</returns>
    public async Task<bool> TryOpenAsync(ResidentAccounts resident, AccountSelection selection, CancellationToken cancellationToken)
    {
        var userIds = selection.UserIds.Concat(selection.HoldIds.Select(resident.HolderOf)).Distinct(StringComparer.Ordinal).ToList();
        if (userIds.Any(userId => userId is null || resident.IsCrowded(userId)))
        {
            return false;
        }
        var known = userIds.Select(userId => resident.Find(userId!)).OfType<AccountBook>().ToList();
        books = known.ToDictionary(book => book.UserId, StringComparer.Ordinal);
        known.ForEach(book => book.Open(moment, Changes));
        var missing = userIds.OfType<string>().Where(userId => !books.ContainsKey(userId)).ToArray();
        if (missing.Length > 0)
        {
            await ReadUnlockedAsync(missing, resident, cancellationToken);
        }
        if (books.Count < userIds.Count || books.Values.Any(book => book.Sequence == 0))
        {
            return false;
        }
        foreach (var book in books.Values)
        {
            Holds.Holding.ExpireOverdue(book);
        }
        return true;
    }

    private async Task ReadUnlockedAsync(string[] userIds, ResidentAccounts resident, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        LedgerStore.AddUnlockedTo(batch, userIds);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var book in (await LedgerStore.ReadAsync(reader, withLots: true, moment, Changes, cancellationToken)).Values)
        {
            books.Add(book.UserId, book);
            resident.Keep(book);
        }
    }

    /// <summary>Claims the accounts, writes all that was decided, and commits: in one round trip, and all of it or nothing.</summary>
    /// <returns>The database transaction that wrote it.</returns>
    /// <exception cref="PostgresException">
    /// With <see cref="LedgerStore.StaleAccountState"/> when an account is not as it was decided on, as a unique violation when a key
    /// was used before.
    /// </exception>
    public async Task<ulong> ClaimAndWriteAsync(
        IReadOnlyCollection<(KeyedRequest Request, StoredAnswer Answer)> answers, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        // Without BEGIN, so that all statements up to the batch's end are one transaction, which its end commits.
        LedgerStore.AddClaimTo(batch, books.Values);
        AddTo(batch);
        if (answers.Count > 0)
        {
            keys.AddFirstStore(batch, answers, moment);
        }
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var writtenBy = reader.GetFieldValue<ulong>(0);
        // A statement that fails says so when its turn to be read has come.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
        return writtenBy;
    }

    private void AddTo(NpgsqlBatch batch)
    {
        foreach (var book in books.Values)
        {
            book.SettleAlerts(options.LowBalanceThreshold);
        }
        LedgerWrite.AddTo(batch, Changes);
        var messages = Messages();
        if (messages.Count > 0)
        {
            batch.AddMessages(messages, moment);
        }
    }

    /// <summary>Writes all that was decided. The caller commits, and then sets the outbox's signal.</summary>
    /// <exception cref="KeyTakenException">A key was used elsewhere in between: roll back and begin anew.</exception>
    public async Task WriteAsync(
        IReadOnlyCollection<(KeyedRequest Request, StoredAnswer Answer)> answers, CancellationToken cancellationToken)
    {
        await CompleteAsync(books.Values.Where(book => book.NeedsLotsForAlerts(options.LowBalanceThreshold)), cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch);
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
        LedgerStore.AddTo(batch, selection, options.LockTimeoutMilliseconds, moment);
        if (requests.Count > 0)
        {
            KeyStatements.AddLookup(batch, requests, moment);
        }
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        books = await LedgerStore.ReadAsync(reader, selection.WithLots, moment, Changes, cancellationToken);
        if (requests.Count > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            knownKeys = await KeyStatements.ReadLookupAsync(reader, cancellationToken);
        }
    }

    private List<(object Message, string PartitionKey)> Messages()
    {
        List<(object Message, string PartitionKey)> messages = [.. Grants(), .. Changes.Messages];
        if (Changes.Spends.Count > 0)
        {
            messages.Add((new CreditsSpent { Spends = Changes.Spends }, SpendsPartition));
        }
        return messages;
    }

    // A row for each of a crowd's grants would cost as much as the grant. One user's keep their turn among that user's messages; a bundle
    // of several users' is in nobody's way.
    private IEnumerable<(object Message, string PartitionKey)> Grants()
    {
        if (Changes.Granted.Count == 0)
        {
            return [];
        }
        var users = Changes.Granted.Select(granted => granted.UserId).Distinct(StringComparer.Ordinal).ToList();
        object message = Changes.Granted is [var alone] ? alone : Bundle.Of(Changes.Granted, moment);
        return [(message, users is [var user] ? user : $"{GrantsPartition}:{Changes.Granted[0].GrantId}")];
    }
}

/// <summary>Another transaction stored an answer under a key of this one: on a second look it will be found.</summary>
internal sealed class KeyTakenException() : Exception("A key was used by another request at the same moment.");
