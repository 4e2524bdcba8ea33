using LocalServers;
using LocalServers.Packages;
using LocalServers.Postgres;
using LocalServers.Processes;
using LocalServers.RabbitMq;

namespace Dev.TestRuns;

/// <summary>One PostgreSQL and one RabbitMQ for all test projects of a run; gone with this process, however it ends.</summary>
internal sealed record TestServerPair(IReadOnlyDictionary<string, string?> Variables)
{
    public static TestServerPair None { get; } = new(new Dictionary<string, string?>());

    public static async Task<TestServerPair> StartAsync(CancellationToken cancellationToken)
    {
        await DebianPackages.EnsureAsync(new ConsoleLine(), cancellationToken);
        var guard = ProcessGuard.Start();
        var directory = Path.Combine(Path.GetTempPath(), $"playground-credits-dev-test-{Guid.CreateVersion7():n}");
        Directory.CreateDirectory(directory);
        guard.Remove(directory);

        var ports = FreePorts.Take(3);
        var postgres = LocalPostgres.StartAsync(Path.Combine(directory, "postgres"), ports[0], guard, cancellationToken);
        var rabbitMq = LocalRabbitMq.StartAsync(Path.Combine(directory, "rabbitmq"), ports[1], ports[2], guard, cancellationToken);
        await Task.WhenAll(postgres, rabbitMq);
        return new TestServerPair(new Dictionary<string, string?>
        {
            ["TEST_POSTGRES"] = (await postgres).ConnectionString,
            ["TEST_RABBITMQ"] = (await rabbitMq).Uri.ToString(),
            ["TEST_RABBITMQ_MANAGEMENT"] = (await rabbitMq).ManagementUri.ToString(),
        });
    }
}
