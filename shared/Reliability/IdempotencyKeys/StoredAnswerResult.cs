using Microsoft.AspNetCore.Http;

namespace Reliability.IdempotencyKeys;

/// <summary>Sends a kept answer as it is.</summary>
public sealed class StoredAnswerResult(StoredAnswer answer, bool isReplayed) : IResult
{
    private const string ReplayedHeader = "Idempotency-Replayed";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (isReplayed)
        {
            ReliabilityMetrics.Replays.Add(1);
            response.Headers[ReplayedHeader] = "true";
        }
        if (answer.Location is not null)
        {
            response.Headers.Location = answer.Location;
        }
        await response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
    }
}
