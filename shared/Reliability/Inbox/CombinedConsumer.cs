using MassTransit;
using Messaging;
using Messaging.Bundles;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Reliability.Inbox;

/// <summary>Receives messages of which many come at a time; those that wait share a transaction.</summary>
internal sealed class CombinedConsumer<TMessage>(CombinedInbox<TMessage> inbox) : IConsumer<TMessage>
    where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context) => inbox.TakeAsync(context.Alone()).WaitAsync(context.CancellationToken);
}

/// <summary>Where and in which order a combined consumer receives.</summary>
internal sealed class CombinedConsumerDefinition<TConsumer, TMessage> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer<TMessage>
    where TMessage : class
{
    // As many as can wait together: the order of one user's messages is kept, and few of different users share a turn by chance.
    private const int PartitionCount = 256;

    private readonly CombinedEndpoint<TMessage> settings;

    public CombinedConsumerDefinition(CombinedEndpoint<TMessage> settings)
    {
        this.settings = settings;
        EndpointName = settings.Queue;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.ReceivePatiently(settings.PartitionKey, partitions: PartitionCount);
        if (MessageRoutes.Announcements.Contains(typeof(TMessage)))
        {
            // Heard in bundles. What is parked by itself comes back to the queue and needs no exchange.
            endpointConfigurator.ConfigureMessageTopology<TMessage>(false);
        }
    }
}

internal sealed record CombinedEndpoint<TMessage>(string Queue, Func<TMessage, string> PartitionKey);

/// <summary>Registers combined consumers.</summary>
public static class CombinedConsumerSetup
{
    /// <summary>Receives a kind of message from a queue, and lets those that wait take effect together.</summary>
    /// <param name="bus">The service's bus.</param>
    /// <param name="queue">The queue, as the routes name it.</param>
    /// <param name="partitionKey">Messages with one key take effect one after the other.</param>
    public static void AddCombinedConsumer<TMessage, TEffect>(
        this IBusRegistrationConfigurator bus, string queue, Func<TMessage, string> partitionKey)
        where TMessage : class
        where TEffect : class, ICombinedEffect<TMessage>
    {
        bus.TryAddSingleton(new CombinedEndpoint<TMessage>(queue, partitionKey));
        bus.TryAddSingleton<CombinedInbox<TMessage>>();
        bus.TryAddScoped<ICombinedEffect<TMessage>, TEffect>();
        if (BundlingPublisher.Kinds.Contains(typeof(TMessage)))
        {
            bus.AddConsumer<BundleConsumer<TMessage>, CombinedConsumerDefinition<BundleConsumer<TMessage>, TMessage>>();
        }
        else
        {
            bus.AddConsumer<CombinedConsumer<TMessage>, CombinedConsumerDefinition<CombinedConsumer<TMessage>, TMessage>>();
        }
    }
}
