using RabbitMQ.Client;

namespace Messaging.Queues;

/// <summary>Looks through an error queue, and moves messages back to where they came from.</summary>
/// <remarks>
/// A message is only ever moved: published to its next place, confirmed there, and then taken away here. A crash in between leaves it
/// in both, under one message id, and the consumer's inbox drops the repeat. A look moves too, to the end of the same queue: what is
/// only given back counts as another failed delivery, and after some of these a quorum queue drops it.
/// </remarks>
internal sealed class ErrorQueue(ServiceQueues queues) : IDisposable
{
    /// <summary>So many messages are looked through at once.</summary>
    public const int ScanMax = 1_000;

    // Two looks at once would each see a part.
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    /// <summary>What is parked, the first parked first.</summary>
    public async Task<IReadOnlyList<ParkedMessage>> LookAsync(string queue, int limit, CancellationToken cancellationToken)
    {
        var errors = ServiceQueues.ErrorQueueOf(queue);
        var seen = new List<ParkedMessage>();
        await MoveAsync(
            errors,
            parked =>
            {
                seen.Add(ParkedMessage.Of(parked));
                return errors;
            },
            cancellationToken);
        return [.. seen.OrderBy(parked => parked.ParkedAt).Take(limit)];
    }

    /// <summary>Lets messages be tried again: those that are parked now, or one of them.</summary>
    /// <returns>How many were moved back.</returns>
    public async Task<int> RetryAsync(string queue, string? messageId, CancellationToken cancellationToken)
    {
        var errors = ServiceQueues.ErrorQueueOf(queue);
        var retried = 0;
        await MoveAsync(
            errors,
            parked =>
            {
                var isMeant = messageId is null
                    || string.Equals(parked.BasicProperties.MessageId, messageId, StringComparison.OrdinalIgnoreCase);
                retried += isMeant ? 1 : 0;
                return isMeant ? queue : errors;
            },
            cancellationToken);
        return retried;
    }

    // As many as are there at the start: what fails again meanwhile is not taken again.
    private async Task MoveAsync(string errors, Func<BasicGetResult, string> destination, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await queues.ConnectAsync(cancellationToken);
            await BrokerUnavailableException.GuardAsync(() => MoveAsync(connection, errors, destination, cancellationToken));
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<uint> MoveAsync(
        IConnection connection, string errors, Func<BasicGetResult, string> destination, CancellationToken cancellationToken)
    {
        if (await ServiceQueues.LookAsync(connection, errors, cancellationToken) is not { MessageCount: > 0 and var count })
        {
            return 0;
        }
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
        for (var moved = 0U; moved < Math.Min(count, ScanMax); moved++)
        {
            if (await channel.BasicGetAsync(errors, autoAck: false, cancellationToken) is not { } parked)
            {
                return moved;
            }
            await MoveAsync(channel, parked, destination(parked), errors, cancellationToken);
        }
        return count;
    }

    private static async Task MoveAsync(
        IChannel channel, BasicGetResult parked, string destination, string errors, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties(parked.BasicProperties);
        if (destination != errors && properties.Headers is { } headers)
        {
            properties.Headers = headers
                .Where(header => header.Key != ParkedMessage.ReasonHeader
                    && !header.Key.StartsWith(ParkedMessage.FaultHeaders, StringComparison.Ordinal))
                .ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal);
        }
        // Returns when the broker has it in that queue, and throws when it has not.
        await channel.BasicPublishAsync("", destination, mandatory: true, properties, parked.Body, cancellationToken);
        await channel.BasicAckAsync(parked.DeliveryTag, multiple: false, cancellationToken);
    }
}
