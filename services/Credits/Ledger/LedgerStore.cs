using System.Globalization;
using Credits.Holds;
using Credits.Refunds;
using Npgsql;
using Reliability.Storage;

namespace Credits.Ledger;

/// <summary>Reads accounts, under their locks or to be claimed later: one round trip for any number of them.</summary>
internal static class LedgerStore
{
    private const string Named = "$1";

    // Whose accounts: those named, and those of the holds named.
    private const string NamedOrHolding = "$1 || ARRAY(SELECT user_id::text FROM holds WHERE id = ANY($2))";

    private const string AccountColumns =
        "user_id, balance, sequence, chain_head, last_booked_at, low_balance_threshold, alert_level, written_by";

    // Whoever writes to an account holds its lock until the commit, so its transactions have one order. Locks are taken in the
    // order of the ids, so two batches that share accounts can't wait for each other.
    private const string AccountsSql =
        $"SELECT {AccountColumns} FROM accounts WHERE user_id = ANY({NamedOrHolding}) ORDER BY user_id FOR UPDATE";

    private const string UnlockedAccountsSql = $"SELECT {AccountColumns} FROM accounts WHERE user_id = ANY({Named})";

    private const string LotColumns =
        "id, bucket, amount, remaining, held, expired, is_frozen, granted_at, expires_at, rollover_expires_at";

    // Where a row of its source and these columns goes on.
    private const int UserIdAfterLot = 11;

    private const string LotsSql = $"SELECT user_id, {LotColumns} FROM grants WHERE is_open AND user_id = ANY";

    private const string HoldColumns =
        "user_id, id, amount, status, captured, expires_at, grant_ids, grant_amounts, session_id, description, metadata::text, created_at, settled_at";

    // In two parts, because for one condition with OR no index would be used.
    private const string HoldsSql =
        $"""
        SELECT {HoldColumns} FROM holds WHERE id = ANY($2)
        UNION ALL
        SELECT {HoldColumns} FROM holds
        WHERE status = '{HoldStatus.Held}' AND expires_at <= $3 AND user_id = ANY({NamedOrHolding}) AND id <> ALL($2)
        """;

    private const string OpenHoldsSql =
        $"SELECT {HoldColumns} FROM holds WHERE status = '{HoldStatus.Held}' AND user_id = ANY({Named})";

    private const string ClawbacksSql =
        """
        SELECT user_id, payment_intent_id, purchase_id, grant_id, target, taken, is_debt, short_since, grant_ids, grant_amounts
        FROM clawbacks WHERE taken < target AND user_id = ANY
        """;

    private const string ClawbacksOrderSql = "ORDER BY user_id, payment_intent_id";

    private const string OpenSql =
        "INSERT INTO accounts (user_id, opened_at) SELECT user_id, $2 FROM unnest($1) AS new (user_id) ORDER BY user_id ON CONFLICT DO NOTHING";

    private const string LotsBySourceSql = $"SELECT source, {LotColumns}, user_id FROM grants WHERE source = ANY($1)";

    private const string LotsByIdSql = $"SELECT user_id, {LotColumns} FROM grants WHERE id = ANY($1) AND user_id = $2";

    // Compares the accounts with what was decided on, under their locks, and answers with the transaction that now writes.
    private const string ClaimSql = "SELECT claim_accounts($1, $2)";

    // A plan that was made while a table was small is kept when it is not: it must go by the indexes from the start.
    private const string ByIndexSql = "SET LOCAL enable_seqscan = off";

    /// <summary>PostgreSQL refuses a claim with this state when an account was written by somebody else.</summary>
    public const string StaleAccountState = "LG001";

    /// <summary>Adds the statements that read accounts as they stand, whole and without a lock: to be claimed before anything is written.</summary>
    public static void AddUnlockedTo(NpgsqlBatch batch, string[] userIds)
    {
        // One value that is an array, not an array of values.
        object named = userIds;
        batch.Add(UnlockedAccountsSql, named);
        batch.Add($"{LotsSql}({Named})", named);
        batch.Add($"{ClawbacksSql}({Named}) {ClawbacksOrderSql}", named);
        batch.Add(OpenHoldsSql, named);
    }

    /// <summary>Adds the statement that locks accounts and fails unless they are as these books say.</summary>
    public static void AddClaimTo(NpgsqlBatch batch, IReadOnlyCollection<AccountBook> books) => batch.Add(
        ClaimSql, books.Select(book => book.UserId).ToArray(), books.Select(book => book.WrittenBy).ToArray());

    /// <summary>Adds the statements that lock and read to a batch; <see cref="ReadAsync"/> reads their answers.</summary>
    public static void AddTo(NpgsqlBatch batch, AccountSelection selection, int lockTimeoutMilliseconds, DateTimeOffset now)
    {
        batch.Add(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {lockTimeoutMilliseconds}"));
        batch.Add(ByIndexSql);
        batch.Add(AccountsSql, selection.UserIds, selection.HoldIds);
        if (selection.WithLots)
        {
            batch.Add($"{LotsSql}({NamedOrHolding})", selection.UserIds, selection.HoldIds);
        }
        batch.Add($"{ClawbacksSql}({NamedOrHolding}) {ClawbacksOrderSql}", selection.UserIds, selection.HoldIds);
        batch.Add(HoldsSql, selection.UserIds, selection.HoldIds, now);
    }

    public static async Task<Dictionary<string, AccountBook>> ReadAsync(
        NpgsqlDataReader reader, bool withLots, DateTimeOffset now, LedgerChanges changes, CancellationToken cancellationToken)
    {
        var books = new Dictionary<string, AccountBook>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var head = new AccountHead(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3),
                reader.Time(4), reader[5] as long?, reader.GetString(6), reader.GetFieldValue<ulong>(7));
            var book = new AccountBook(head);
            book.Open(now, changes);
            books.Add(head.UserId, book);
        }
        if (withLots)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                books.GetValueOrDefault(reader.GetString(0))?.Know(ReadLot(reader));
            }
        }
        else
        {
            foreach (var book in books.Values)
            {
                book.LeaveLotsOut();
            }
        }
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            books.GetValueOrDefault(reader.GetString(0))?.ShortClawbacks.Add(ReadClawback(reader));
        }
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var hold = ReadHold(reader);
            books.GetValueOrDefault(hold.UserId)?.Holds.Add(hold.Id, hold);
        }
        return books;
    }

    /// <summary>Reads the lots that were left out. The accounts are locked, so nobody can have changed them since.</summary>
    public static async Task CompleteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<AccountBook> books, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        object named = books.Select(book => book.UserId).ToArray();
        batch.Add($"{LotsSql}({Named})", named);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var lots = new List<(string UserId, Lot Lot)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lots.Add((reader.GetString(0), ReadLot(reader)));
        }
        var lotsOf = lots.ToLookup(row => row.UserId, row => row.Lot, StringComparer.Ordinal);
        foreach (var book in books)
        {
            book.Know(lotsOf[book.UserId]);
        }
    }

    public static async Task OpenAsync(
        NpgsqlConnection connection, string[] userIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(OpenSql, userIds, now);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lots by what they were granted for, spent ones too, made known to the book.</summary>
    public static Task<Dictionary<string, Lot>> FindAsync(
        NpgsqlConnection connection, AccountBook book, string[] sources, CancellationToken cancellationToken) =>
        FindAsync(connection, sources.ToDictionary(source => source, _ => book, StringComparer.Ordinal), cancellationToken);

    /// <summary>The same for sources of several accounts. What was granted to another account than its source's is not found.</summary>
    public static async Task<Dictionary<string, Lot>> FindAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<string, AccountBook> books, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        object sources = books.Keys.ToArray();
        batch.Add(LotsBySourceSql, sources);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<string, Lot>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (source, book) = (reader.GetString(0), books[reader.GetString(0)]);
            if (reader.GetString(UserIdAfterLot) == book.UserId)
            {
                found.Add(source, book.Know(ReadLot(reader)));
            }
        }
        return found;
    }

    /// <summary>Makes lots known that have nothing left and were therefore not read with the account.</summary>
    public static async Task KnowAsync(
        NpgsqlConnection connection, AccountBook book, Guid[] lotIds, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(LotsByIdSql, lotIds, book.UserId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            book.Know(ReadLot(reader));
        }
    }

    private static Lot ReadLot(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(1),
        Bucket = reader.GetString(2),
        Amount = reader.GetInt64(3),
        Remaining = reader.GetInt64(4),
        Held = reader.GetInt64(5),
        Expired = reader.GetInt64(6),
        IsFrozen = reader.GetBoolean(7),
        GrantedAt = reader.GetFieldValue<DateTimeOffset>(8),
        ExpiresAt = reader.Time(9),
        RolloverExpiresAt = reader.Time(10),
    };

    private static Hold ReadHold(NpgsqlDataReader reader) => new()
    {
        UserId = reader.GetString(0),
        Id = reader.GetGuid(1),
        Amount = reader.GetInt64(2),
        Status = reader.GetString(3),
        Captured = reader.GetInt64(4),
        ExpiresAt = reader.GetFieldValue<DateTimeOffset>(5),
        GrantIds = reader.GetFieldValue<Guid[]>(6),
        GrantAmounts = reader.GetFieldValue<long[]>(7),
        SessionId = reader[8] as string,
        Description = reader[9] as string,
        Metadata = reader[10] as string,
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(11),
        SettledAt = reader.Time(12),
    };

    private static Clawback ReadClawback(NpgsqlDataReader reader) => new()
    {
        UserId = reader.GetString(0),
        PaymentIntentId = reader.GetString(1),
        PurchaseId = reader[2] as Guid?,
        GrantId = reader.GetGuid(3),
        Target = reader.GetInt64(4),
        Taken = reader.GetInt64(5),
        IsDebt = reader.GetBoolean(6),
        ShortSince = reader.Time(7),
        GrantIds = reader.GetFieldValue<Guid[]>(8),
        GrantAmounts = reader.GetFieldValue<long[]>(9),
    };

    private static DateTimeOffset? Time(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}

/// <summary>Which accounts to lock: by user, and by a hold of theirs.</summary>
/// <param name="UserIds">Named by their users.</param>
/// <param name="HoldIds">Named by their holds.</param>
/// <param name="WithLots">False to leave the lots out until they turn out to be needed: an account may have many.</param>
internal sealed record AccountSelection(string[] UserIds, Guid[] HoldIds, bool WithLots = true);
