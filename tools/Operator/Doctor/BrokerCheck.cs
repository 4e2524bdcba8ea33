using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Operator.Doctor;

/// <summary>Whether RabbitMQ answers and lets us in.</summary>
internal static class BrokerCheck
{
    private const string Setting = "ConnectionStrings__RabbitMq";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static async Task<Finding> RunAsync(Installation installation, CancellationToken cancellationToken)
    {
        var address = installation.Configuration.GetConnectionString("RabbitMq");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            return Finding.Wrong($"{Setting} is missing or no amqp:// URI", "Set it, for example amqp://user:password@rabbitmq:5672/.");
        }
        try
        {
            var factory = new ConnectionFactory { Uri = uri, RequestedConnectionTimeout = Timeout, AutomaticRecoveryEnabled = false };
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            return Finding.Well("RabbitMQ answers");
        }
        catch (BrokerUnreachableException exception)
        {
            return Finding.Wrong(
                $"RabbitMQ does not let us in: {exception.GetBaseException().Message}", $"Look at {Setting}, the network, and the user and its virtual host.");
        }
    }
}
