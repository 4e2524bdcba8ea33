using MassTransit;
using Messaging;
using Reliability.Storage;

namespace Reliability.Inbox;

/// <summary>How every consumer of ours receives: in order for each user, once in effect, patient with an outage, brief with poison.</summary>
public static class AtLeastOnceEndpoint
{
    private const int PartitionCount = 16;
    private const int OutageRetries = 20_000;

    private static readonly TimeSpan OutageInterval = TimeSpan.FromSeconds(5);

    // Quick at first, for a dropped connection or a deadlock; then every five seconds for a day. The messages stay on the
    // queue meanwhile, and a restart begins anew.
    private static readonly TimeSpan[] OutageIntervals =
    [
        .. new[] { 50, 200, 500, 1_000, 2_000 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)),
        .. Enumerable.Repeat(OutageInterval, OutageRetries),
    ];

    private static readonly TimeSpan[] PoisonIntervals = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)];

    /// <summary>Configures a receive endpoint. Call it from the consumer's definition, before anything else.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">The registration, for the scoped inbox.</param>
    /// <param name="partitionKey">Messages with one key are handled one after the other: the user id.</param>
    public static void ReceiveAtLeastOnce<TMessage>(
        this IReceiveEndpointConfigurator endpoint, IRegistrationContext context, Func<TMessage, string> partitionKey)
        where TMessage : class
    {
        endpoint.ReceivePatiently(partitionKey);
        endpoint.UseConsumeFilter(typeof(InboxFilter<>), context);
    }

    /// <summary>The same without an inbox, for a consumer that may do its work twice and asks others while it does it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="partitionKey">Messages with one key are handled one after the other.</param>
    /// <param name="isOutageOfOthers">Which failures mean that somebody else is away for a while.</param>
    /// <param name="partitions">How many messages of different keys are handled at a time.</param>
    public static void ReceivePatiently<TMessage>(
        this IReceiveEndpointConfigurator endpoint, Func<TMessage, string> partitionKey, Func<Exception, bool>? isOutageOfOthers = null,
        int partitions = PartitionCount)
        where TMessage : class
    {
        bool IsOutage(Exception exception) => TransientStorage.IsTransient(exception) || isOutageOfOthers?.Invoke(exception) == true;

        // Outermost, so that a message that waits for its retry keeps its user's later ones behind it.
        endpoint.UsePartitioner<TMessage>(
            endpoint.CreatePartitioner(partitions), received => DeterministicId.From(partitionKey(received.Message)));
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(IsOutage);
            retry.Intervals(OutageIntervals);
        });
        // What fails for another reason is tried twice more and then goes to the error queue, for the operator.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(IsOutage);
            retry.Intervals(PoisonIntervals);
        });
    }
}
