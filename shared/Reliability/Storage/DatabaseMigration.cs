using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Reliability.Storage;

/// <summary>Applies a database's migrations, one process at a time.</summary>
/// <remarks>
/// EF Core's own lock ends with each migration's transaction, and whoever waited for it goes on with a list of what is missing that
/// was read before: with two migrations or more it runs one that another process has applied meanwhile. This lock spans them all.
/// </remarks>
public static class DatabaseMigration
{
    /// <summary>Lets a service's role see which migrations ran, and no more: an operator's doctor asks with its connection.</summary>
    public static TablePrivilege SeeingWhichRan { get; } = new("__EFMigrationsHistory", "SELECT");

    private const long LockKey = 0x4D69_6772_6174_65;
    private const int LockTimeoutSeconds = 600;

    /// <param name="owner">As the role that owns the tables.</param>
    /// <param name="database">The context whose migrations are applied.</param>
    /// <param name="cancellationToken">Stops between two migrations.</param>
    public static async Task ApplyAsync(NpgsqlDataSource owner, DbContext database, CancellationToken cancellationToken)
    {
        // The lock belongs to the session; should the process die, the server lets go of it.
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await RunAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            await database.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await RunAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, FormattableString sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FormattableString.Invariant(sql), connection) { CommandTimeout = LockTimeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
