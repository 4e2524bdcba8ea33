using Billing.Persistence;
using Npgsql;
using Testing.Servers;

namespace Billing.Tests.Persistence;

public sealed class MigratingTheDatabaseTests : IAsyncLifetime
{
    private const string AwkwardRole = "Role \"of\" billing; DROP TABLE purchases";

    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestServers.CreateDatabaseAsync("billing_migration");

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task TwiceIsAsGoodAsOnce()
    {
        await MigrateAsync(_database.ServiceRole);
        await MigrateAsync(_database.ServiceRole);

        await ExecuteAsync(_database.ServiceConnectionString, "SELECT count(*) FROM purchases");
    }

    [Fact]
    public async Task SeveralAtOnceDoNotDisturbEachOther() =>
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(serviceRole: null)));

    [Theory]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("DROP TABLE purchases")]
    [InlineData("ALTER TABLE purchases DROP CONSTRAINT ck_purchases_status")]
    [InlineData("TRUNCATE purchases")]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\"")]
    public async Task TheServicesRoleChangesRowsAndNothingElse(string forbidden)
    {
        await MigrateAsync(_database.ServiceRole);

        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => ExecuteAsync(_database.ServiceConnectionString, forbidden));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task ARoleMayBeNamedAnything()
    {
        using var quoting = new NpgsqlCommandBuilder();
        var role = quoting.QuoteIdentifier($"{AwkwardRole} {_database.Name}");
        await ExecuteAsync(_database.SuperuserConnectionString, $"CREATE ROLE {role}");
        try
        {
            await MigrateAsync($"{AwkwardRole} {_database.Name}");
            await ExecuteAsync(_database.SuperuserConnectionString, $"SET ROLE {role}; SELECT count(*) FROM purchases; RESET ROLE");
        }
        finally
        {
            await ExecuteAsync(_database.SuperuserConnectionString, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task ARoleThatIsNotThereIsAnError()
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync("nobody"));
        Assert.Equal(PostgresErrorCodes.UndefinedObject, refusal.SqlState);
    }

    private Task MigrateAsync(string? serviceRole) =>
        BillingDatabase.MigrateAsync(_database.OwnerConnectionString, serviceRole, CancellationToken.None);

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
