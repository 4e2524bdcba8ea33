using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Testing.Servers;

/// <summary>A virtual host of its own on the RabbitMQ of this test process, and a look into its queues.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private const ushort NotFound = 404;

    private readonly HttpClient _management;
    private readonly string _virtualHost;

    private TestBroker(RabbitMqServer server, string virtualHost)
    {
        _virtualHost = virtualHost;
        Uri = new Uri(server.Amqp, virtualHost);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(server.Management.UserInfo)));
        _management = new HttpClient { BaseAddress = new Uri(server.Management, "api/") };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
    }

    /// <summary>amqp://user:password@host:port/virtual-host</summary>
    public Uri Uri { get; }

    /// <summary>Messages that wait in the queue, without those delivered and not yet acknowledged; 0 when there is no such queue.</summary>
    public async Task<int> MessageCountAsync(string queue, CancellationToken cancellationToken = default) =>
        (int)((await LookAtAsync(queue, cancellationToken))?.MessageCount ?? 0);

    /// <summary>Whether a service takes from the queue. Only then has it a leader: before, it is listed and refuses what is put into it.</summary>
    public async Task<bool> IsTakenFromAsync(string queue, CancellationToken cancellationToken = default) =>
        await LookAtAsync(queue, cancellationToken) is { ConsumerCount: > 0 };

    /// <summary>Puts a message into a queue, in the bus's envelope, whatever type it says it is of.</summary>
    public Task PutAsync(string queue, Guid messageId, string type, string content, CancellationToken cancellationToken = default) => PutAsync(
        queue, messageId, "application/vnd.masstransit+json",
        Encoding.UTF8.GetBytes($$"""{"messageId":"{{messageId}}","messageType":["{{type}}"],"message":{{content}}}"""), cancellationToken);

    /// <summary>Puts these very bytes into a queue that is there.</summary>
    public async Task PutAsync(string queue, Guid messageId, string contentType, byte[] body, CancellationToken cancellationToken = default)
    {
        await using var connection = await new ConnectionFactory { Uri = Uri }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        await channel.BasicPublishAsync(
            "", queue, mandatory: true,
            new BasicProperties { MessageId = messageId.ToString(), ContentType = contentType, Persistent = true }, body, cancellationToken);
    }

    /// <summary>Empties a queue that is there.</summary>
    /// <returns>Under which ids the messages came.</returns>
    public async Task<IReadOnlyList<Guid>> TakeMessageIdsAsync(string queue, CancellationToken cancellationToken = default)
    {
        await using var connection = await new ConnectionFactory { Uri = Uri }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var ids = new List<Guid>();
        while (await channel.BasicGetAsync(queue, autoAck: true, cancellationToken) is { } delivery)
        {
            ids.Add(Guid.Parse(delivery.BasicProperties.MessageId!));
        }
        return ids;
    }

    public async Task<IReadOnlyList<string>> QueuesAsync(CancellationToken cancellationToken = default)
    {
        var queues = await _management.GetFromJsonAsync<List<QueueName>>(
            $"queues/{_virtualHost}?columns=name&disable_stats=true", cancellationToken);
        return [.. queues!.Select(queue => queue.Name)];
    }

    /// <summary>Deletes the queue with its messages; none there is fine.</summary>
    public Task DeleteQueueAsync(string queue, CancellationToken cancellationToken = default) =>
        DeleteAsync($"queues/{_virtualHost}/{Uri.EscapeDataString(queue)}", cancellationToken);

    /// <summary>Makes a queue as the product has them, which takes what is sent to an exchange that is there.</summary>
    public async Task DeclareQueueAsync(string queue, string exchange, CancellationToken cancellationToken = default)
    {
        await using var connection = await new ConnectionFactory { Uri = Uri }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, exchange, routingKey: "", cancellationToken: cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // With dozens of quorum queues in it, a busy broker may fail at the first attempt.
        await Eventually.Async(() => DeleteAsync($"vhosts/{_virtualHost}", CancellationToken.None));
        _management.Dispose();
    }

    internal static async Task<TestBroker> CreateAsync(RabbitMqServer server, CancellationToken cancellationToken)
    {
        var broker = new TestBroker(server, $"test-{Guid.CreateVersion7():n}");
        using var made = await broker._management.PutAsJsonAsync($"vhosts/{broker._virtualHost}", new { }, cancellationToken);
        made.EnsureSuccessStatusCode();

        var user = server.Amqp.UserInfo.Split(':')[0];
        using var allowed = await broker._management.PutAsJsonAsync(
            $"permissions/{broker._virtualHost}/{user}", new { configure = ".*", write = ".*", read = ".*" }, cancellationToken);
        allowed.EnsureSuccessStatusCode();
        return broker;
    }

    private async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _management.DeleteAsync(path, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            response.EnsureSuccessStatusCode();
        }
    }

    private async Task<QueueDeclareOk?> LookAtAsync(string queue, CancellationToken cancellationToken)
    {
        // Asked over AMQP: the management interface's numbers are seconds old.
        await using var connection = await new ConnectionFactory { Uri = Uri }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == NotFound)
        {
            return null;
        }
    }

    private sealed record QueueName(string Name);
}
