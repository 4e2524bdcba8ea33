using DotNet.Testcontainers.Configurations;
using LocalServers;
using LocalServers.Packages;
using LocalServers.Postgres;
using LocalServers.Processes;
using Testcontainers.PostgreSql;

namespace Testing.Servers;

/// <summary>The PostgreSQL that this test process uses.</summary>
internal sealed record PostgresServer(string SuperuserConnectionString)
{
    private const string Variable = "TEST_POSTGRES";
    private const string Image = "postgres:17";

    public static async Task<PostgresServer> StartAsync(Lazy<ProcessGuard> guard, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return new PostgresServer(given);
        }

        return await ContainerEngine.HasImageAsync(Image, cancellationToken)
            ? await StartContainerAsync(guard.Value, cancellationToken)
            : await StartInstalledAsync(guard.Value, cancellationToken);
    }

    private static async Task<PostgresServer> StartContainerAsync(ProcessGuard guard, CancellationToken cancellationToken)
    {
        // The guard removes the container; Testcontainers' own way needs one more image.
        TestcontainersSettings.ResourceReaperEnabled = false;
        var container = new PostgreSqlBuilder(Image).WithCommand("-c", "max_connections=300").Build();
        await container.StartAsync(cancellationToken);
        guard.RemoveContainer(container.Id);
        return new PostgresServer(container.GetConnectionString());
    }

    private static async Task<PostgresServer> StartInstalledAsync(ProcessGuard guard, CancellationToken cancellationToken)
    {
        await DebianPackages.EnsureAsync(cancellationToken);
        var server = await LocalPostgres.StartAsync(
            TemporaryDirectory.NameFor("postgres"), FreePorts.TakeOne(), guard, cancellationToken);
        return new PostgresServer(server.ConnectionString);
    }
}
