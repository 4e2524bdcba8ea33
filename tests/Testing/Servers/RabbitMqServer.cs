using DotNet.Testcontainers.Configurations;
using LocalServers;
using LocalServers.Packages;
using LocalServers.Processes;
using LocalServers.RabbitMq;
using Testcontainers.RabbitMq;

namespace Testing.Servers;

/// <summary>The RabbitMQ that this test process uses: both addresses with user and password.</summary>
internal sealed record RabbitMqServer(Uri Amqp, Uri Management)
{
    private const string AmqpVariable = "TEST_RABBITMQ";
    private const string ManagementVariable = "TEST_RABBITMQ_MANAGEMENT";
    private const string Image = "rabbitmq:4-management";
    private const int ManagementPort = 15672;

    public static async Task<RabbitMqServer> StartAsync(Lazy<ProcessGuard> guard, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(AmqpVariable) is { Length: > 0 } amqp)
        {
            var management = Environment.GetEnvironmentVariable(ManagementVariable);
            return string.IsNullOrEmpty(management)
                ? throw new InvalidOperationException($"{AmqpVariable} is set, but {ManagementVariable} is not.")
                : new RabbitMqServer(new Uri(amqp), new Uri(management));
        }

        return await ContainerEngine.HasImageAsync(Image, cancellationToken)
            ? await StartContainerAsync(guard.Value, cancellationToken)
            : await StartInstalledAsync(guard.Value, cancellationToken);
    }

    private static async Task<RabbitMqServer> StartContainerAsync(ProcessGuard guard, CancellationToken cancellationToken)
    {
        TestcontainersSettings.ResourceReaperEnabled = false;
        var container = new RabbitMqBuilder(Image).WithPortBinding(ManagementPort, assignRandomHostPort: true).Build();
        await container.StartAsync(cancellationToken);
        guard.RemoveContainer(container.Id);

        var amqp = new Uri(container.GetConnectionString());
        var management = new UriBuilder(Uri.UriSchemeHttp, container.Hostname, container.GetMappedPublicPort(ManagementPort))
        {
            UserName = amqp.UserInfo.Split(':')[0],
            Password = amqp.UserInfo.Split(':')[1],
        };
        return new RabbitMqServer(amqp, management.Uri);
    }

    private static async Task<RabbitMqServer> StartInstalledAsync(ProcessGuard guard, CancellationToken cancellationToken)
    {
        await DebianPackages.EnsureAsync(cancellationToken);
        var ports = FreePorts.Take(2);
        var server = await LocalRabbitMq.StartAsync(
            TemporaryDirectory.NameFor("rabbitmq"), ports[0], ports[1], guard, cancellationToken);
        return new RabbitMqServer(server.Uri, server.ManagementUri);
    }
}
