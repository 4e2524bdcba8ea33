using System.Text.Json;
using MassTransit;
using Messaging.Bundles;
using Messaging.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Messaging;

/// <summary>The bus of every service: RabbitMQ, quorum queues, publisher confirms, and a refusal of what no queue takes.</summary>
public static class RabbitMqBus
{
    private const string QueueTypeArgument = "x-queue-type";
    private const string QuorumQueue = "quorum";
    private const string ReadyTag = "ready";

    /// <summary>Connects this service to <c>ConnectionStrings:RabbitMq</c> (an <c>amqp://</c> URI) and registers its consumers.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="configureConsumers">Adds the service's consumers.</param>
    /// <param name="ownQueues">What the names of the queues that it consumes begin with: its endpoints declare these, and nobody else here does.</param>
    /// <param name="brokerIsVital">True when the service can do nothing without the broker and is then not ready.</param>
    /// <exception cref="InvalidOperationException">The connection string is missing or no AMQP URI; the message names it.</exception>
    public static void AddMessaging(
        this IHostApplicationBuilder builder, Action<IBusRegistrationConfigurator>? configureConsumers = null, string? ownQueues = null,
        bool brokerIsVital = false)
    {
        var address = BrokerAddress(builder.Configuration);
        builder.Services.AddOptions<MessagingOptions>()
            .BindConfiguration(MessagingOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        // The process is useful without a broker (reads, 503 to webhooks), so it does not wait for one at start.
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(host => host.WaitUntilStarted = false);
        builder.Services.AddSingleton<ConfirmedPublisher>();
        builder.Services.AddSingleton<BundlingPublisher>();
        if (brokerIsVital)
        {
            builder.Services.AddSingleton(_ => new BrokerHealthCheck(address));
            builder.Services.AddHealthChecks().AddCheck<BrokerHealthCheck>(
                "broker", failureStatus: null, tags: [ReadyTag], timeout: BrokerHealthCheck.AnswerLimit);
        }
        if (ownQueues is not null)
        {
            builder.Services.AddQueueAdministration(address, ownQueues);
        }
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            bus.ConfigureHealthCheckOptions(health => ConfigureHealth(health, brokerIsVital));
            configureConsumers?.Invoke(bus);
            bus.AddConfigureEndpointsCallback((context, _, endpoint) => ConfigureEndpoint(context, endpoint));
            bus.UsingRabbitMq((context, broker) =>
            {
                broker.Host(address);
                broker.ConfigureJsonSerializerOptions(json => new JsonSerializerOptions(json) { WriteIndented = false });
                broker.AddDeserializer(new CompressedJson());
                DeclareRoutes(broker, ownQueues);
                broker.ConfigureEndpoints(context);
            });
        });
    }

    private static Uri BrokerAddress(IConfiguration configuration)
    {
        var value = configuration.GetConnectionString("RabbitMq");
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps"
            ? address
            : throw new InvalidOperationException(
                "ConnectionStrings:RabbitMq is missing or not an amqp:// URI, for example amqp://user:password@127.0.0.1:5672/.");
    }

    // Without its tag the check is no part of readiness.
    private static void ConfigureHealth(IHealthCheckOptionsConfigurator health, bool brokerIsVital)
    {
        health.Tags.Clear();
        if (brokerIsVital)
        {
            health.Tags.Add(ReadyTag);
        }
    }

    private static void ConfigureEndpoint(IRegistrationContext context, IReceiveEndpointConfigurator endpoint)
    {
        endpoint.PrefetchCount = context.GetRequiredService<IOptions<MessagingOptions>>().Value.PrefetchCount;
        // Nobody listens to faults: the error queue keeps the message, and the operator looks there.
        endpoint.PublishFaults = false;
        endpoint.ConfigureDeadLetter(unknown => unknown.UseFilter(new ParkUnknownMessage()));
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.SetQuorumQueue();
        }
    }

    // Bound to the message's own exchange. The consumer binds its queue through an exchange of the queue's name; RabbitMQ
    // delivers to a queue once, by however many ways it is reached.
    // Not the service's own queues: RabbitMQ tells a second declaration that a quorum queue exists before it runs, and when somebody
    // then consumes from it, the broker closes the whole connection with an internal error.
    private static void DeclareRoutes(IRabbitMqBusFactoryConfigurator broker, string? ownQueues)
    {
        broker.DeployPublishTopology = true;
        foreach (var route in MessageRoutes.Bound.Where(
            route => ownQueues is null || !route.Queue.StartsWith(ownQueues, StringComparison.Ordinal)))
        {
            broker.Publish(route.Message, message => ((IRabbitMqMessagePublishTopologyConfigurator)message).BindQueue(
                route.Exchange, route.Queue, queue => queue.SetQueueArgument(QueueTypeArgument, QuorumQueue)));
        }
        foreach (var announcement in MessageRoutes.Announcements)
        {
            broker.Publish(announcement, message => ((IRabbitMqMessagePublishTopologyConfigurator)message).Durable = true);
        }
    }
}
