using System.Collections.Concurrent;
using MassTransit;
using Messaging;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>Counts what the services publish and what their queues have received, so that nobody has to guess when all of it took effect.</summary>
internal sealed class Traffic : IPublishObserver, IReceiveObserver
{
    private static readonly Dictionary<Type, int> QueuesOf =
        MessageRoutes.Bound.GroupBy(route => route.Message).ToDictionary(routes => routes.Key, routes => routes.Count());

    private long published;
    private long received;

    /// <summary>Deliveries that no consumer could take: they went to an error queue.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Deliveries to queues that were published, or are about to be.</summary>
    public long Published => Interlocked.Read(ref published);

    /// <summary>Deliveries whose consumer is done with them.</summary>
    public long Received => Interlocked.Read(ref received);

    public bool IsSettled => Received == Published;

    // Before and not after: what a consumer has already received must never be missing here.
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
    {
        Interlocked.Add(ref published, QueuesOf.GetValueOrDefault(context.Message.GetType()));
        return Task.CompletedTask;
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class
    {
        // An announcement that comes back was an answer: nobody listens.
        if (exception is not MessageReturnedException || !MessageRoutes.Announcements.Contains(context.Message.GetType()))
        {
            Failures.Enqueue($"{typeof(T).Name} was not published: {exception.Message}");
        }
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        Interlocked.Increment(ref received);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        Failures.Enqueue($"{consumerType} could not take {typeof(T).Name}: {exception}");
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        Failures.Enqueue($"{context.InputAddress.AbsolutePath}: {exception.Message}");
        return PostReceive(context);
    }
}
