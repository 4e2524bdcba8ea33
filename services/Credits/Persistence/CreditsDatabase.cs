using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reliability;
using Reliability.Storage;

namespace Credits.Persistence;

/// <summary>The ledger's database, for whoever sets it up.</summary>
public static class CreditsDatabase
{
    /// <summary>The name of the connection string and of the database.</summary>
    public const string Name = "Credits";

    // The service may add to the ledger, move an account's head and a grant's remains; it may not rewrite what was booked.
    private static readonly TablePrivilege[] Privileges =
    [
        new("accounts", "SELECT, INSERT, UPDATE"),
        new("grants", "SELECT, INSERT, UPDATE"),
        new("transactions", "SELECT, INSERT"),
        new("transaction_grants", "SELECT, INSERT"),
        .. ReliabilityTables.Privileges,
    ];

    /// <summary>Brings the schema up to date, and lets the service's role use it. Run again it changes nothing.</summary>
    /// <param name="ownerConnectionString">The role that owns the tables: not the service's.</param>
    /// <param name="serviceRole">The role the service connects as; null to grant nothing.</param>
    /// <param name="cancellationToken">Stops between two migrations.</param>
    public static async Task MigrateAsync(string ownerConnectionString, string? serviceRole, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(ownerConnectionString);
        var options = new DbContextOptionsBuilder<CreditsDbContext>();
        options.UsePostgres(dataSource);
        await using var database = new CreditsDbContext(options.Options);
        await database.Database.MigrateAsync(cancellationToken);
        if (serviceRole is not null)
        {
            await TablePrivilege.GrantAsync(dataSource, serviceRole, Privileges, cancellationToken);
        }
    }
}
