using Npgsql;

namespace Credits.Ledger;

/// <summary>A transaction with every field that its hash covers, as PostgreSQL gives it.</summary>
internal static class TransactionRow
{
    public const string Columns =
        """
        user_id, sequence, id, amount, balance_after, type, description, metadata, session_id, purchase_id, idempotency_key, created_at,
        hash, grant_ids, grant_amounts
        """;

    public static LedgerTransaction Read(NpgsqlDataReader reader) => new()
    {
        UserId = reader.GetString(0),
        Sequence = reader.GetInt64(1),
        Id = reader.GetGuid(2),
        Amount = reader.GetInt64(3),
        BalanceAfter = reader.GetInt64(4),
        Type = reader.GetString(5),
        Description = TextOrNull(reader, 6),
        Metadata = TextOrNull(reader, 7),
        SessionId = TextOrNull(reader, 8),
        PurchaseId = reader.IsDBNull(9) ? null : reader.GetGuid(9),
        IdempotencyKey = TextOrNull(reader, 10),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(11),
        Hash = reader.GetFieldValue<byte[]>(12),
        GrantIds = reader.GetFieldValue<Guid[]>(13),
        GrantAmounts = reader.GetFieldValue<long[]>(14),
    };

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
