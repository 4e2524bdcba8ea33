using Messaging.Queues;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Messaging;

/// <summary>Ready while the broker is there.</summary>
/// <remarks>The bus's own check notices by its consumers that the broker is gone, and who only publishes has none.</remarks>
/// <param name="address">The broker.</param>
internal sealed class BrokerHealthCheck(Uri address) : IHealthCheck, IAsyncDisposable
{
    /// <summary>How long the broker may take to answer.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly ConnectionFactory factory = new()
    {
        Uri = address,
        ClientProvidedName = "health",
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = AnswerLimit,
        HandshakeContinuationTimeout = AnswerLimit,
        ContinuationTimeout = AnswerLimit,
    };

    private IConnection? connection;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await BrokerUnavailableException.GuardAsync(() => AskAsync(cancellationToken));
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

    // A connection seems open for a while after its broker stopped to answer.
    private async Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken)
    {
        if (connection is not { IsOpen: true })
        {
            await DropAsync();
            connection = await factory.CreateConnectionAsync(cancellationToken);
        }
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        return HealthCheckResult.Healthy();
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
