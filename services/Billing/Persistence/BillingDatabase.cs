using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reliability;
using Reliability.Storage;

namespace Billing.Persistence;

/// <summary>The door to this service's database for whoever deploys it.</summary>
public static class BillingDatabase
{
    // Which migrations ran is the owner's business: a service that could write it could make the next one skip.
    private static readonly TablePrivilege[] Privileges =
    [
        DatabaseMigration.SeeingWhichRan,
        new("customers", "SELECT, INSERT, UPDATE, DELETE"),
        new("purchases", "SELECT, INSERT, UPDATE, DELETE"),
        new("payment_facts", "SELECT, INSERT"),
        new("subscriptions", "SELECT, INSERT, UPDATE"),
        new("subscription_terms", "SELECT, INSERT, UPDATE"),
        new("subscription_checkouts", "SELECT, INSERT, UPDATE, DELETE"),
        new("organizations", "SELECT, INSERT, UPDATE"),
        new("organization_members", "SELECT, INSERT, UPDATE, DELETE"),
        new("organization_subscriptions", "SELECT, INSERT, UPDATE"),
        new("verification_decisions", "SELECT, INSERT"),
        new("user_erasures", "SELECT, INSERT, UPDATE (completed_at)"),
        new("chores", "SELECT, INSERT, UPDATE, DELETE"),
        // A row goes when it was kept long enough, and FOR UPDATE of the sweep needs a right to update.
        new("stripe_events", "SELECT, INSERT, UPDATE (outcome, detail, body), DELETE"),
        new("backfill_runs", "SELECT, INSERT, DELETE"),
        new("reconciliation_runs", "SELECT, INSERT, UPDATE"),
        .. ReliabilityTables.Privileges,
    ];

    /// <summary>Applies the migrations as the owner, then lets the service's role read and write rows, and no more. Repeatable.</summary>
    /// <param name="ownerConnectionString">PostgreSQL, as the role that owns the tables.</param>
    /// <param name="serviceRole">The role the service connects as; null when it is the owner itself.</param>
    /// <param name="cancellationToken">Stops between two migrations.</param>
    /// <exception cref="PostgresException">A statement was refused, for example because the role does not exist.</exception>
    public static async Task MigrateAsync(string ownerConnectionString, string? serviceRole, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(ownerConnectionString);
        await using var database = Open(dataSource);
        await DatabaseMigration.ApplyAsync(dataSource, database, cancellationToken);
        if (serviceRole is not null)
        {
            await TablePrivilege.GrantAsync(dataSource, serviceRole, Privileges, cancellationToken);
        }
    }

    /// <summary>The migrations of this release that the database does not have, in their order.</summary>
    /// <param name="connectionString">PostgreSQL, as the owner or as the service.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or the role may not see it.</exception>
    public static async Task<IReadOnlyList<string>> FindPendingMigrationsAsync(
        string connectionString, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var database = Open(dataSource);
        return [.. await database.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    private static BillingDbContext Open(NpgsqlDataSource dataSource)
    {
        var options = new DbContextOptionsBuilder<BillingDbContext>();
        options.UsePostgres(dataSource);
        return new BillingDbContext(options.Options);
    }
}
