using System.Text.Json;
using Contracts;
using Messaging;
using RabbitMQ.Client;

namespace Credits.Tests.Announcements;

/// <summary>Somebody whom the service knows nothing of, and who hears what it announces: a queue of their own, bound by themselves.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private const string Queue = "strangers-own";

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly List<Announcement> heard = [];

    private Stranger(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public static async Task<Stranger> ListenAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue, durable: false, exclusive: true, autoDelete: true);
        foreach (var message in MessageRoutes.Announcements.Append(typeof(CreditsRefunded)))
        {
            await channel.QueueBindAsync(Queue, $"{message.Namespace}:{message.Name}", routingKey: "");
        }
        return new Stranger(connection, channel);
    }

    /// <summary>All that was announced so far, in the order of its coming.</summary>
    public async Task<IReadOnlyList<Announcement>> HeardAsync()
    {
        while (await channel.BasicGetAsync(Queue, autoAck: true) is { } delivery)
        {
            using var envelope = JsonDocument.Parse(delivery.Body);
            var type = envelope.RootElement.GetProperty("messageType")[0].GetString()!;
            heard.Add(new Announcement(type.Split(':')[^1], envelope.RootElement.GetProperty("message").Clone()));
        }
        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>A message as a stranger reads it: its name and its JSON.</summary>
internal sealed record Announcement(string Name, JsonElement Body)
{
    public long Number(string field) => Body.GetProperty(field).GetInt64();

    public string? Text(string field) => Body.GetProperty(field).GetString();
}
