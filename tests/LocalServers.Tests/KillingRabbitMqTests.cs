using System.Text;
using LocalServers.Packages;
using LocalServers.RabbitMq;
using RabbitMQ.Client;
using Testing;

namespace LocalServers.Tests;

public sealed class KillingRabbitMqTests : IAsyncLifetime
{
    private const string Queue = "kept";

    public Task InitializeAsync() => DebianPackages.EnsureAsync(CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Sigkill_StartsAgainWithTheConfirmedMessage_OnTheLoopbackOnly()
    {
        using var directory = new TemporaryDirectory();
        var ports = FreePorts.Take(2);
        var first = await LocalRabbitMq.StartAsync(directory.Path, ports[0], ports[1], CancellationToken.None);
        Assert.Equal("beam.smp", (await File.ReadAllTextAsync($"/proc/{first.Process.Id}/comm")).Trim());
        await PublishConfirmedAsync(first.Uri);
        await Eventually.Async(() => IsRegisteredOnDiskAsync(directory.Path));

        await first.Process.KillAsync(CancellationToken.None);
        var second = await LocalRabbitMq.StartAsync(directory.Path, ports[0], ports[1], CancellationToken.None);

        await Eventually.Async(async () => Assert.Equal("still here", await GetAsync(second.Uri)));
        Assert.All(ListeningSockets.Of(second.Process.Id), address => Assert.StartsWith("127.0.0.1:", address, StringComparison.Ordinal));
        await second.StopAsync(CancellationToken.None);
        Assert.Empty(LocalRabbitMq.ProcessesOf(directory.Path));
    }

    // RabbitMQ writes the names of new quorum queues some seconds late; one that is not written is lost by SIGKILL.
    private static async Task<bool> IsRegisteredOnDiskAsync(string directory)
    {
        var names = Directory.GetFiles(directory, "names.dets", SearchOption.AllDirectories)
            .Single(path => path.Contains("quorum", StringComparison.Ordinal));
        return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(names)).Contains("%2F_" + Queue, StringComparison.Ordinal);
    }

    private static async Task PublishConfirmedAsync(Uri address)
    {
        await using var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false,
            arguments: new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.BasicPublishAsync(
            exchange: "", routingKey: Queue, mandatory: true,
            new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, Encoding.UTF8.GetBytes("still here"));
    }

    private static async Task<string?> GetAsync(Uri address)
    {
        await using var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync(Queue, autoAck: true);
        return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
    }
}
