using Credits.Persistence;
using Npgsql;

namespace Credits.Ledger;

/// <summary>The ledger queue's own connections, set up for statements that are few, come always again and go by their indexes.</summary>
internal sealed class LedgerConnections(IConfiguration configuration) : IAsyncDisposable
{
    private const int ConnectionsMax = 4;
    private const int PreparedStatementsMax = 100;

    // Plans are made once for each connection and kept, so they must not be those of a table that was small when they were made. A
    // lock that is held this long is held by somebody who is stuck: waiting on would keep everybody else waiting too.
    private const string Options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c lock_timeout=2s";

    private readonly NpgsqlDataSource dataSource = NpgsqlDataSource.Create(Settings(configuration));

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => dataSource.OpenConnectionAsync(cancellationToken);

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();

    private static string Settings(IConfiguration configuration)
    {
        var settings = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(CreditsDatabase.Name));
        settings.Options = $"{settings.Options} {Options}".TrimStart();
        settings.MaxPoolSize = ConnectionsMax;
        settings.MinPoolSize = 0;
        settings.MaxAutoPrepare = PreparedStatementsMax;
        settings.AutoPrepareMinUsages = 1;
        settings.NoResetOnClose = true;
        return settings.ConnectionString;
    }
}
