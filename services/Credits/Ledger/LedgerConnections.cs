using Credits.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Credits.Ledger;

/// <summary>Connections set up for statements that are few, come always again and go by their indexes.</summary>
internal sealed class LedgerConnections(IConfiguration configuration, IOptions<CreditsOptions> options) : IAsyncDisposable
{
    // The queue has one worker. Readers beyond this many wait for each other rather than for the server's cores.
    private const int WritersMax = 2;
    private const int ReadersMax = 8;
    private const int PreparedStatementsMax = 100;

    // Plans are made once for each connection and kept, so they must not be those of a table that was small when they were made.
    private const string Options =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c lock_timeout=";

    private readonly NpgsqlDataSource writers = NpgsqlDataSource.Create(Settings(configuration, options.Value, WritersMax));
    private readonly NpgsqlDataSource readers = NpgsqlDataSource.Create(Settings(configuration, options.Value, ReadersMax));

    /// <summary>For the ledger queue alone, which therefore never waits for a reader.</summary>
    public ValueTask<NpgsqlConnection> OpenToWriteAsync(CancellationToken cancellationToken) => writers.OpenConnectionAsync(cancellationToken);

    /// <summary>For short reads that many ask for at once.</summary>
    public ValueTask<NpgsqlConnection> OpenToReadAsync(CancellationToken cancellationToken) => readers.OpenConnectionAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await writers.DisposeAsync();
        await readers.DisposeAsync();
    }

    private static string Settings(IConfiguration configuration, CreditsOptions options, int connectionsMax)
    {
        var settings = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(CreditsDatabase.Name));
        settings.Options = FormattableString.Invariant($"{settings.Options} {Options}{options.LockTimeoutMilliseconds}").TrimStart();
        settings.MaxPoolSize = connectionsMax;
        settings.MinPoolSize = 0;
        settings.MaxAutoPrepare = PreparedStatementsMax;
        settings.AutoPrepareMinUsages = 1;
        settings.NoResetOnClose = true;
        return settings.ConnectionString;
    }
}
