using System.Text.Json;
using RabbitMQ.Client;

namespace Credits.Tests.Alerts;

/// <summary>Somebody who listens to what the service tells of balances.</summary>
internal sealed class Announcements : IAsyncDisposable
{
    private static readonly string[] Exchanges = ["Contracts:BalanceLow", "Contracts:BalanceExhausted", "Contracts:BalanceRecovered"];

    private readonly List<Announcement> heard = [];
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly string queue;

    private Announcements(IConnection connection, IChannel channel, string queue) =>
        (this.connection, this.channel, this.queue) = (connection, channel, queue);

    public static async Task<Announcements> ListenAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var exchange in Exchanges)
        {
            await channel.QueueBindAsync(queue, exchange, routingKey: "");
        }
        return new Announcements(connection, channel, queue);
    }

    /// <summary>All that was told of a user up to now, in its order.</summary>
    public async Task<List<Announcement>> OfAsync(string user)
    {
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } delivery)
        {
            heard.Add(Read(delivery.Exchange["Contracts:".Length..], delivery.Body));
        }
        return [.. heard.Where(announcement => announcement.UserId == user)];
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static Announcement Read(string name, ReadOnlyMemory<byte> body)
    {
        using var envelope = JsonDocument.Parse(body);
        var message = envelope.RootElement.GetProperty("message");
        return new Announcement(
            name,
            message.GetProperty("userId").GetString()!,
            message.TryGetProperty("availableCredits", out var available) ? available.GetInt64() : 0,
            message.TryGetProperty("thresholdCredits", out var threshold) ? threshold.GetInt64() : null);
    }
}

internal sealed record Announcement(string Name, string UserId, long Available, long? Threshold);
