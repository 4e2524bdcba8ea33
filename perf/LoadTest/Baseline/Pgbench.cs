using System.Globalization;
using LoadTest.Load;
using LocalServers.Processes;
using Npgsql;

namespace LoadTest.Baseline;

/// <summary>pgbench in a scratch database of the same PostgreSQL, with its default durability.</summary>
internal sealed class Pgbench : IAsyncDisposable
{
    private const string Database = "bench_baseline";
    private const long MicrosecondsPerSecond = 1_000_000;
    private const int ThreadsMax = 2;

    private readonly Uri server;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("pgbench-");

    private Pgbench(Uri server) => this.server = server;

    public static async Task<Pgbench> PrepareAsync(string serverUri, CancellationToken cancellationToken)
    {
        var pgbench = new Pgbench(new Uri(serverUri));
        await pgbench.ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)", cancellationToken);
        await pgbench.ExecuteAsync("postgres", $"CREATE DATABASE {Database}", cancellationToken);
        foreach (var statement in PgbenchScript.Schema.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await pgbench.ExecuteAsync(Database, statement, cancellationToken);
        }
        return pgbench;
    }

    public async Task<LoadResult> RunAsync(PgbenchScript script, int connections, int seconds, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory.FullName, "script.sql");
        await File.WriteAllTextAsync(file, script.Text, cancellationToken);
        var log = Path.Combine(directory.FullName, "log");
        var result = await ShortProgram.RunAsync(
            "pgbench",
            [
                "-h", server.Host, "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-U", User, "-n", "-M", "prepared",
                "-c", connections.ToString(CultureInfo.InvariantCulture),
                "-j", Math.Min(connections, ThreadsMax).ToString(CultureInfo.InvariantCulture),
                "-T", seconds.ToString(CultureInfo.InvariantCulture), "-l", $"--log-prefix={log}", "-f", file, Database,
            ],
            directory.FullName,
            new Dictionary<string, string?> { ["PGPASSWORD"] = Password },
            cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"pgbench failed: {result.Said}");
        }
        var latencies = PgbenchOutput.ReadLatencies(directory.EnumerateFiles("log*").SelectMany(part => File.ReadLines(part.FullName)));
        foreach (var part in directory.EnumerateFiles("log*"))
        {
            part.Delete();
        }
        return new LoadResult(
            Latencies.Of(latencies, MicrosecondsPerSecond), latencies.Count / PgbenchOutput.TransactionsPerSecond(result.Output), 0, null);
    }

    public async ValueTask DisposeAsync()
    {
        directory.Delete(recursive: true);
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)", CancellationToken.None);
    }

    private string User => Uri.UnescapeDataString(server.UserInfo.Split(':')[0]);

    private string Password => Uri.UnescapeDataString(server.UserInfo.Split(':')[^1]);

    private async Task ExecuteAsync(string database, string statement, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = server.Host,
            Port = server.Port,
            Username = User,
            Password = Password,
            Database = database,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
