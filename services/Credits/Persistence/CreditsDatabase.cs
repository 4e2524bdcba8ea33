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

    // The service books transactions and places or settles holds. Balances and remains follow, moved by the database: the service
    // has no right to set them, nor to rewrite what was booked.
    private static readonly TablePrivilege[] Privileges =
    [
        DatabaseMigration.SeeingWhichRan,
        new("accounts", "SELECT, INSERT (user_id, opened_at), UPDATE (low_balance_threshold, alert_level)"),
        new("grants",
            "SELECT, INSERT (id, user_id, bucket, amount, source, purchase_id, granted_at, expires_at, is_frozen), "
            + "UPDATE (is_frozen, expires_at, rollover_expires_at)"),
        new("transactions", "SELECT, INSERT"),
        new("holds", "SELECT, INSERT, UPDATE (status, captured, settled_at)"),
        new("payments", "SELECT, INSERT, UPDATE"),
        new("payment_facts", "SELECT, INSERT"),
        new("clawbacks", "SELECT, INSERT, UPDATE"),
        new("subscriptions", "SELECT, INSERT, UPDATE"),
        new("subscription_periods", "SELECT, INSERT, UPDATE"),
        new("promo_codes", "SELECT, INSERT, UPDATE (redemptions, disabled_at)"),
        new("promo_redemptions", "SELECT, INSERT"),
        new("promo_guesses", "SELECT, INSERT, UPDATE, DELETE"),
        .. ReliabilityTables.Privileges,
    ];

    /// <summary>Brings the schema up to date, and lets the service's role use it. Run again it changes nothing.</summary>
    /// <param name="ownerConnectionString">The role that owns the tables: not the service's.</param>
    /// <param name="serviceRole">The role the service connects as; null to grant nothing.</param>
    /// <param name="cancellationToken">Stops between two migrations.</param>
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

    private static CreditsDbContext Open(NpgsqlDataSource dataSource)
    {
        var options = new DbContextOptionsBuilder<CreditsDbContext>();
        options.UsePostgres(dataSource);
        return new CreditsDbContext(options.Options);
    }
}
