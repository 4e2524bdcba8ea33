using System.Globalization;
using Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.StripeApi;

/// <summary>Answers 503 while Stripe is away, and 502 when it refuses what we asked: that is our fault, not the caller's.</summary>
internal sealed class StripeFailureHandler(ILogger<StripeFailureHandler> logger) : IExceptionHandler
{
    private const int RetryAfterSeconds = 2;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case StripeUnavailableException unavailable:
                Log.StripeUnavailable(logger, unavailable.Message);
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                await Unavailable.ExecuteAsync(context);
                return true;
            case StripeRefusedException refused:
                Log.StripeRefused(
                    logger, refused.Status, refused.Error?.Type, refused.Error?.Code, refused.Error?.Param, refused.RequestId);
                await Refused.ExecuteAsync(context);
                return true;
            default:
                return false;
        }
    }

    private static ProblemHttpResult Unavailable => Problems.Of(
        StatusCodes.Status503ServiceUnavailable, ErrorCodes.StripeUnavailable,
        "The payment provider does not answer. Repeat the request, with the same Idempotency-Key if it had one.");

    private static ProblemHttpResult Refused => Problems.Of(
        StatusCodes.Status502BadGateway, ErrorCodes.StripeRefused,
        "The payment provider refused the request. Nothing was charged; an operator has to look at it.");
}
