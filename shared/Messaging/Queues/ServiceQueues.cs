using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Queues;

/// <summary>The queues that a service consumes, each with the error queue that its bus keeps beside it.</summary>
/// <param name="address">The broker.</param>
/// <param name="prefix">What the names of the service's queues begin with.</param>
internal sealed class ServiceQueues(Uri address, string prefix)
{
    private const string ErrorSuffix = "_error";
    private const ushort NotFound = 404;

    public IReadOnlyList<string> Names { get; } =
    [
        .. MessageRoutes.All.Select(route => route.Queue)
            .Where(queue => queue.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string ErrorQueueOf(string queue) => queue + ErrorSuffix;

    /// <summary>A connection for a look or a repair, apart from the bus's own.</summary>
    /// <exception cref="BrokerUnavailableException">There is no broker.</exception>
    public Task<IConnection> ConnectAsync(CancellationToken cancellationToken) => BrokerUnavailableException.GuardAsync(
        () => new ConnectionFactory { Uri = address, ClientProvidedName = $"{prefix}queues", AutomaticRecoveryEnabled = false }
            .CreateConnectionAsync(cancellationToken));

    /// <exception cref="BrokerUnavailableException">The broker is away.</exception>
    public async Task<IReadOnlyList<QueueDepth>> DepthsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        return await BrokerUnavailableException.GuardAsync(async () =>
        {
            var depths = new List<QueueDepth>(Names.Count);
            foreach (var queue in Names)
            {
                var found = await LookAsync(connection, queue, cancellationToken);
                var parked = await LookAsync(connection, ErrorQueueOf(queue), cancellationToken);
                depths.Add(new QueueDepth(queue, found?.MessageCount ?? 0, found?.ConsumerCount ?? 0, parked?.MessageCount ?? 0));
            }
            return depths;
        });
    }

    /// <returns>Null when there is no such queue: an error queue is made with its first message.</returns>
    public static async Task<QueueDeclareOk?> LookAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        // The broker closes a channel that asks for what is not there, so each question has one of its own.
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
}
