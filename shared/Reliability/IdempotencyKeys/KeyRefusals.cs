using Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Reliability.IdempotencyKeys;

/// <summary>Why a request is refused for its key.</summary>
public static class KeyRefusals
{
    internal const string KeyHeader = "Idempotency-Key";

    /// <summary>The key was used for another request: 422.</summary>
    public static ProblemHttpResult Reused() => Problems.Of(
        StatusCodes.Status422UnprocessableEntity, ErrorCodes.IdempotencyKeyReused,
        $"This {KeyHeader} was used for another request. A new request needs a new key.");

    /// <summary>The first request has not finished: 409, and when to come again.</summary>
    public static IResult StillRunning() => new ComeAgain(Problems.Of(
        StatusCodes.Status409Conflict, ErrorCodes.IdempotencyInProgress,
        $"The first request with this {KeyHeader} is still running. Repeat it in a moment."));

    internal static ProblemHttpResult Invalid() => Problems.Of(
        StatusCodes.Status400BadRequest, ErrorCodes.IdempotencyKeyInvalid,
        $"{KeyHeader} must be one value of 1 to {IdempotencyKey.KeyLengthMax} characters.");

    private sealed class ComeAgain(IResult refusal) : IResult
    {
        private const string RetryAfterSeconds = "1";

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            return refusal.ExecuteAsync(httpContext);
        }
    }
}
