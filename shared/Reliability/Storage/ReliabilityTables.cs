namespace Reliability.Storage;

/// <summary>The tables that <c>ApplyReliability</c> adds, and what the service needs to do with them.</summary>
public static class ReliabilityTables
{
    /// <summary>Rows come and go in all of them.</summary>
    public static IReadOnlyList<TablePrivilege> Privileges { get; } =
    [
        new("outbox_messages", "SELECT, INSERT, UPDATE, DELETE"),
        new("inbox_entries", "SELECT, INSERT, UPDATE, DELETE"),
        new("idempotency_keys", "SELECT, INSERT, UPDATE, DELETE"),
    ];
}
