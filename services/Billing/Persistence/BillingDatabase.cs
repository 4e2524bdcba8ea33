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
        new("customers", "SELECT, INSERT, UPDATE, DELETE"),
        new("purchases", "SELECT, INSERT, UPDATE, DELETE"),
        new("payment_facts", "SELECT, INSERT"),
        new("subscriptions", "SELECT, INSERT, UPDATE"),
        new("plan_checkouts", "SELECT, INSERT, UPDATE"),
        // A row goes when it was kept long enough, and FOR UPDATE of the sweep needs a right to update.
        new("stripe_events", "SELECT, INSERT, UPDATE (outcome, detail), DELETE"),
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
        var options = new DbContextOptionsBuilder<BillingDbContext>();
        options.UsePostgres(dataSource);
        await using var database = new BillingDbContext(options.Options);
        await DatabaseMigration.ApplyAsync(dataSource, database, cancellationToken);
        if (serviceRole is not null)
        {
            await TablePrivilege.GrantAsync(dataSource, serviceRole, Privileges, cancellationToken);
        }
    }
}
