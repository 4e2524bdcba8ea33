using Dev.Workspace;
using Npgsql;

namespace Dev.Databases;

/// <summary>Remembers, as the database's own comment, which build of tools/Operator has migrated it: a database made anew has none.</summary>
internal static class MigrationMark
{
    public static async Task<string?> ReadAsync(Workplace workplace, ServiceDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(workplace, database, cancellationToken);
        await using var command = new NpgsqlCommand(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    public static async Task WriteAsync(
        Workplace workplace, ServiceDatabase database, string mark, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(workplace, database, cancellationToken);

        // A fingerprint is hexadecimal digits.
        await using var command = new NpgsqlCommand($"COMMENT ON DATABASE {database.Name} IS '{mark}'", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<NpgsqlConnection> OpenAsync(
        Workplace workplace, ServiceDatabase database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(database.OwnerConnectionString(workplace.Settings) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
