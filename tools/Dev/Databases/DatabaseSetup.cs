using Dev.Workspace;
using LocalServers.Postgres;
using Npgsql;

namespace Dev.Databases;

/// <summary>Makes the databases and their roles; what is there already stays.</summary>
internal static class DatabaseSetup
{
    public static async Task EnsureAsync(LocalPostgres server, Settings settings, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        foreach (var database in ServiceDatabase.All)
        {
            await EnsureRoleAsync(connection, database.OwnerRole, database.OwnerPassword(settings), cancellationToken);
            await EnsureRoleAsync(connection, database.ServiceRole, database.ServicePassword(settings), cancellationToken);
            if (!await ExistsAsync(connection, "select 1 from pg_database where datname = $1", database.Name, cancellationToken))
            {
                await ExecuteAsync(connection, $"CREATE DATABASE {database.Name} OWNER {database.OwnerRole}", cancellationToken);
            }

            // Each service reaches its own database and no other's.
            await ExecuteAsync(connection, $"REVOKE CONNECT ON DATABASE {database.Name} FROM PUBLIC", cancellationToken);
            await ExecuteAsync(connection, $"GRANT CONNECT ON DATABASE {database.Name} TO {database.ServiceRole}", cancellationToken);
        }
    }

    private static async Task EnsureRoleAsync(
        NpgsqlConnection connection, string role, string password, CancellationToken cancellationToken)
    {
        // Names are constants and passwords hexadecimal digits, so nothing needs quoting.
        var exists = await ExistsAsync(connection, "select 1 from pg_roles where rolname = $1", role, cancellationToken);
        await ExecuteAsync(connection, $"{(exists ? "ALTER" : "CREATE")} ROLE {role} LOGIN PASSWORD '{password}'", cancellationToken);
    }

    private static async Task<bool> ExistsAsync(
        NpgsqlConnection connection, string query, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
