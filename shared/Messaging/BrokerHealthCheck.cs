using Messaging.Queues;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Messaging;

/// <summary>Ready while the broker is there.</summary>
/// <remarks>The bus's own check notices by its consumers that the broker is gone, and who only publishes has none.</remarks>
/// <param name="address">The broker.</param>
internal sealed class BrokerHealthCheck(Uri address) : IHealthCheck, IAsyncDisposable
{
    // A broker that vanished without a word is missed after two of them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly ConnectionFactory factory = new()
    {
        Uri = address,
        ClientProvidedName = "health",
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = ConnectLimit,
        RequestedHeartbeat = Heartbeat,
    };

    private IConnection? connection;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (connection is not { IsOpen: true })
            {
                await DropAsync();
                connection = await BrokerUnavailableException.GuardAsync(() => factory.CreateConnectionAsync(cancellationToken));
            }
            return HealthCheckResult.Healthy();
        }
        catch (BrokerUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy("The broker does not answer.", exception);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        oneAtATime.Dispose();
    }

    private async ValueTask DropAsync()
    {
        if (connection is { } lost)
        {
            connection = null;
            await lost.DisposeAsync();
        }
    }
}
