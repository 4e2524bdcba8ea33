using RabbitMQ.Client;
using Testing.Servers;

namespace LocalServers.Tests;

public sealed class FreshBrokerTests
{
    [Fact]
    public async Task TwoBrokers_DoNotSeeEachOthersQueues()
    {
        await using var mine = await TestServers.CreateBrokerAsync();
        await using var other = await TestServers.CreateBrokerAsync();
        await using var connection = await new ConnectionFactory { Uri = mine.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync("orders", durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync("", "orders", mandatory: true, new BasicProperties(), ReadOnlyMemory<byte>.Empty);

        Assert.Equal(["orders"], await mine.QueuesAsync());
        Assert.Equal(1, await mine.MessageCountAsync("orders"));
        Assert.Empty(await other.QueuesAsync());
        Assert.Equal(0, await other.MessageCountAsync("orders"));

        await mine.DeleteQueueAsync("orders");
        await mine.DeleteQueueAsync("orders");
        Assert.Empty(await mine.QueuesAsync());
    }
}
