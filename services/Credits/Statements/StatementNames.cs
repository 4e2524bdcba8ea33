namespace Credits.Statements;

/// <summary>The words of a statement, for whoever writes and whoever checks one. docs/STATEMENT.md explains them to outsiders.</summary>
internal static class StatementNames
{
    /// <summary>The recipe's version: what is hashed, how and in which order.</summary>
    public const string Format = "playground-credits-statement/1";

    public const string FormatField = "format";
    public const string UserId = "userId";
    public const string GeneratedAt = "generatedAt";
    public const string Transactions = "transactions";
    public const string ChainHead = "chainHead";
    public const string Hash = "hash";
    public const string End = "end";

    public const string Sequence = "sequence";
    public const string Id = "id";
    public const string Amount = "amount";
    public const string BalanceAfter = "balanceAfter";
    public const string Type = "type";
    public const string Description = "description";
    public const string Metadata = "metadata";
    public const string SessionId = "sessionId";
    public const string PurchaseId = "purchaseId";
    public const string IdempotencyKey = "idempotencyKey";
    public const string CreatedAt = "createdAt";
    public const string Grants = "grants";

    /// <summary>The first line, in the order in which it is hashed, without its hash.</summary>
    public static IReadOnlyList<string> Header { get; } = [FormatField, UserId, GeneratedAt, Transactions, ChainHead];

    /// <summary>A transaction's line, in the order in which it is hashed after the user id, without its hash.</summary>
    public static IReadOnlyList<string> Transaction { get; } =
    [
        Sequence, Id, Amount, BalanceAfter, Type, Description, Metadata, SessionId, PurchaseId, IdempotencyKey, CreatedAt, Grants,
    ];

    /// <summary>The last line.</summary>
    public static IReadOnlyList<string> Footer { get; } = [End, Transactions];
}
