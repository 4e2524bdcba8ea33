using LocalServers.Processes;

namespace Testing.Servers;

/// <summary>The door to real servers: a fresh database, a fresh broker, wherever they come from.</summary>
/// <remarks>
/// In this order: servers named by TEST_POSTGRES, TEST_RABBITMQ and TEST_RABBITMQ_MANAGEMENT (that is how <c>./dev test</c>
/// shares one pair among all test projects); containers, when an engine answers and has the images; else the installed
/// programs, as private processes. One pair per test process, started when first asked for, gone when the process is.
/// </remarks>
public static class TestServers
{
    private static readonly Lazy<ProcessGuard> Guard = new(ProcessGuard.Start);
    private static readonly Lazy<Task<PostgresServer>> Postgres = new(() => PostgresServer.StartAsync(Guard, CancellationToken.None));
    private static readonly Lazy<Task<RabbitMqServer>> RabbitMq = new(() => RabbitMqServer.StartAsync(Guard, CancellationToken.None));

    /// <param name="name">What the database is for, in lower case; a random suffix makes it unique.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<TestDatabase> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        var server = await Postgres.Value.WaitAsync(cancellationToken);
        return await TestDatabase.CreateAsync(server, name, cancellationToken);
    }

    public static async Task<TestBroker> CreateBrokerAsync(CancellationToken cancellationToken = default)
    {
        var server = await RabbitMq.Value.WaitAsync(cancellationToken);
        return await TestBroker.CreateAsync(server, cancellationToken);
    }
}
