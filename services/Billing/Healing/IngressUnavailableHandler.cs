using System.Globalization;
using Contracts;
using Microsoft.AspNetCore.Diagnostics;
using ServiceDefaults;

namespace Billing.Healing;

/// <summary>Answers 503 while events can't be handed to the ingress. Repeating a replay does no harm.</summary>
internal sealed class IngressUnavailableHandler(ILogger<IngressUnavailableHandler> logger) : IExceptionHandler
{
    private const int RetryAfterSeconds = 5;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not IngressUnavailableException unavailable)
        {
            return false;
        }
        Log.IngressUnavailable(logger, unavailable.Message);
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        await Problems.Of(
            StatusCodes.Status503ServiceUnavailable, ErrorCodes.IngressUnavailable,
            "The webhook ingress takes no events at the moment. Repeat the request: what it took already changes nothing.")
            .ExecuteAsync(context);
        return true;
    }
}
