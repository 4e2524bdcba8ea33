using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reliability;

namespace Billing.Persistence;

/// <summary>The door to this service's database for whoever deploys it.</summary>
public static class BillingDatabase
{
    /// <summary>Applies the migrations as the owner, then lets the service's role read and write rows, and no more. Repeatable.</summary>
    /// <param name="ownerConnectionString">PostgreSQL, as the role that owns the tables.</param>
    /// <param name="serviceRole">The role the service connects as; null when it is the owner itself.</param>
    /// <param name="cancellationToken">Stops between two migrations.</param>
    /// <exception cref="PostgresException">A statement was refused, for example because the role does not exist.</exception>
    public static async Task MigrateAsync(string ownerConnectionString, string? serviceRole, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(ownerConnectionString);
        var options = new DbContextOptionsBuilder<BillingDbContext>();
        options.UsePostgres(dataSource);
        await using var database = new BillingDbContext(options.Options);
        await database.Database.MigrateAsync(cancellationToken);
        if (serviceRole is not null)
        {
            await GrantAsync(dataSource, serviceRole, cancellationToken);
        }
    }

    // Which migrations ran is the owner's business: a service that could write it could make the next one skip.
    private static async Task GrantAsync(NpgsqlDataSource dataSource, string serviceRole, CancellationToken cancellationToken)
    {
        using var quoting = new NpgsqlCommandBuilder();
        var role = quoting.QuoteIdentifier(serviceRole);
        await using var command = dataSource.CreateCommand(
            $"""
            GRANT USAGE ON SCHEMA public TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
            REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory" FROM {role};
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
