using System.Globalization;
using System.Net.Sockets;
using Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;
using ServiceDefaults;

namespace Messaging.Queues;

/// <summary>The broker does not answer, or did not confirm. Nothing is lost: what was not confirmed was not acknowledged either.</summary>
internal sealed class BrokerUnavailableException(Exception innerException) : Exception(innerException.Message, innerException)
{
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or SocketException or TimeoutException)
        {
            throw new BrokerUnavailableException(exception);
        }
    }
}

internal sealed class BrokerUnavailableHandler(ILogger<BrokerUnavailableHandler> logger) : IExceptionHandler
{
    private const int RetryAfterSeconds = 5;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BrokerUnavailableException unavailable)
        {
            return false;
        }
        Log.BrokerUnavailable(logger, unavailable.Message);
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        await Problems.Of(
            StatusCodes.Status503ServiceUnavailable, ErrorCodes.BrokerUnavailable, "The message broker does not answer. Repeat the request.")
            .ExecuteAsync(context);
        return true;
    }
}
