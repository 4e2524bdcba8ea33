using System.Security.Cryptography;
using LocalServers;
using Npgsql;

namespace Testing.Servers;

/// <summary>A fresh database with the two roles of production: an owner that migrates and a service that reads and writes rows.</summary>
/// <remarks>
/// The service role may SELECT, INSERT, UPDATE and DELETE in every table that the owner makes. Where production grants less
/// (tools/Operator decides), a test gives <see cref="ServiceRole"/> to the same code.
/// </remarks>
public sealed class TestDatabase : IAsyncDisposable
{
    private const int SuffixBytes = 6;
    // Making and dropping a database wait for the server's disk.
    private const int CommandSecondsMax = 300;

    private TestDatabase(string superuser, string name, string password)
    {
        Name = name;
        SuperuserConnectionString = With(superuser, name, user: null, password: null);
        OwnerConnectionString = With(superuser, name, OwnerRole, password);
        ServiceConnectionString = With(superuser, name, ServiceRole, password);
        ServerConnectionString = superuser;
    }

    public string Name { get; }

    public string OwnerRole => Name + "_owner";

    public string ServiceRole => Name + "_service";

    /// <summary>Runs migrations.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>What a service gets.</summary>
    public string ServiceConnectionString { get; }

    /// <summary>For looking, and for breaking things on purpose, past every rule.</summary>
    public string SuperuserConnectionString { get; }

    private string ServerConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var used in new[] { OwnerConnectionString, ServiceConnectionString, SuperuserConnectionString })
        {
            await using var connection = new NpgsqlConnection(used);
            NpgsqlConnection.ClearPool(connection);
        }

        // PostgreSQL ends whoever still uses the database, and gives up when they are not gone within five seconds.
        await Eventually.Async(() => ExecuteAsync(
            ServerConnectionString,
            [$"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", $"DROP ROLE IF EXISTS {OwnerRole}", $"DROP ROLE IF EXISTS {ServiceRole}"],
            CancellationToken.None));
    }

    internal static async Task<TestDatabase> CreateAsync(PostgresServer server, string name, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > 40 || !name.All(letter => char.IsAsciiLetterLower(letter) || letter == '_'))
        {
            throw new ArgumentException("A test database is named in at most 40 lower case letters.", nameof(name));
        }

        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SuffixBytes));
        var password = PrivateFiles.NewPassword();
        var database = new TestDatabase(server.SuperuserConnectionString, $"{name}_{suffix}", password);
        await ExecuteAsync(
            server.SuperuserConnectionString,
            [
                $"CREATE ROLE {database.OwnerRole} LOGIN PASSWORD '{password}'",
                $"CREATE ROLE {database.ServiceRole} LOGIN PASSWORD '{password}'",
                $"CREATE DATABASE {database.Name} OWNER {database.OwnerRole}",
            ],
            cancellationToken);
        var ofOwner = $"ALTER DEFAULT PRIVILEGES FOR ROLE {database.OwnerRole} GRANT";
        await ExecuteAsync(
            database.SuperuserConnectionString,
            [
                $"ALTER SCHEMA public OWNER TO {database.OwnerRole}",
                $"{ofOwner} USAGE ON SCHEMAS TO {database.ServiceRole}",
                $"{ofOwner} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {database.ServiceRole}",
                $"{ofOwner} USAGE, SELECT ON SEQUENCES TO {database.ServiceRole}",
                $"GRANT USAGE ON SCHEMA public TO {database.ServiceRole}",
            ],
            cancellationToken);
        return database;
    }

    private static string With(string connectionString, string database, string? user, string? password)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Database = database };
        builder.Username = user ?? builder.Username;
        builder.Password = password ?? builder.Password;
        return builder.ConnectionString;
    }

    private static async Task ExecuteAsync(string connectionString, string[] statements, CancellationToken cancellationToken)
    {
        // Not pooled: hundreds of test databases would otherwise keep a superuser connection each.
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = CommandSecondsMax }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellationToken);
        foreach (var statement in statements)
        {
            // Names and passwords are letters, digits and underscores of our own making.
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
