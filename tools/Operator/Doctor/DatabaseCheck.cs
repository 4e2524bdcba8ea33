using Billing.Persistence;
using Credits.Persistence;
using Npgsql;

namespace Operator.Doctor;

/// <summary>Whether a database answers and has every migration of this release.</summary>
internal static class DatabaseCheck
{
    private const int TimeoutSeconds = 5;

    public static Task<Finding> OfBillingAsync(Installation installation, CancellationToken cancellationToken) =>
        RunAsync(installation, "Billing", BillingDatabase.FindPendingMigrationsAsync, cancellationToken);

    public static Task<Finding> OfCreditsAsync(Installation installation, CancellationToken cancellationToken) =>
        RunAsync(installation, CreditsDatabase.Name, CreditsDatabase.FindPendingMigrationsAsync, cancellationToken);

    private static async Task<Finding> RunAsync(
        Installation installation,
        string name,
        Func<string, CancellationToken, Task<IReadOnlyList<string>>> findPending,
        CancellationToken cancellationToken)
    {
        var setting = $"ConnectionStrings__{name}";
        if (installation.Configuration.GetConnectionString(name) is not { Length: > 0 } connectionString)
        {
            return Finding.Wrong($"{setting} is not set", $"Set it: the PostgreSQL database of {name}.");
        }
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Timeout = TimeoutSeconds, CommandTimeout = TimeoutSeconds };
            var pending = await findPending(settings.ConnectionString, cancellationToken);
            return pending.Count == 0
                ? Finding.Well($"The {name} database answers and is up to date")
                : Finding.Wrong(
                    $"The {name} database lacks {pending.Count} migrations, the first {pending[0]}",
                    $"Run migrate --database {name.ToLowerInvariant()} as the owner of the tables.");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return Finding.Wrong(
                $"The role of {setting} may not see which migrations the {name} database has",
                $"Run migrate --database {name.ToLowerInvariant()} --service-role with that role, as the owner of the tables.");
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException)
        {
            return Finding.Wrong($"The {name} database does not answer: {exception.Message}", $"Look at {setting}, the network and the server.");
        }
    }
}
