using Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Reliability.Storage;

/// <summary>Answers 503 while the database is away: the caller may repeat the request as it is.</summary>
internal sealed class StorageUnavailableHandler(ILogger<StorageUnavailableHandler> logger) : IExceptionHandler
{
    private const int RetryAfterSeconds = 1;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (!TransientStorage.IsTransient(exception))
        {
            return false;
        }
        Log.StorageUnavailable(logger, exception.GetBaseException().Message);
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Problems.Of(
            StatusCodes.Status503ServiceUnavailable,
            ErrorCodes.StorageUnavailable,
            "The service's storage does not answer. Repeat the request, with the same Idempotency-Key if it had one.")
            .ExecuteAsync(context);
        return true;
    }
}
