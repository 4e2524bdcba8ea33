using MassTransit;

namespace Reliability.Inbox;

/// <summary>Where a consumer of ours receives, and by which key its messages keep their order.</summary>
public abstract class AtLeastOnceDefinition<TConsumer, TMessage> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
    where TMessage : class
{
    private readonly Func<TMessage, string> partitionKey;

    /// <param name="queue">The queue, as the routes name it.</param>
    /// <param name="partitionKey">Messages with one key are handled one after the other.</param>
    protected AtLeastOnceDefinition(string queue, Func<TMessage, string> partitionKey)
    {
        EndpointName = queue;
        this.partitionKey = partitionKey;
    }

    /// <inheritdoc />
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.ReceiveAtLeastOnce(context, partitionKey);
}
